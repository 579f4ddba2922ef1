import { html, nothing, svg } from "lit"
import { LEVELS } from "../level.ts"
import type { Level, Row } from "../types.ts"
import type { Context } from "./context.ts"

/** The graduated control: 0 to 4 and N/A, one of them pressed. */
export function levelControl(row: Row, context: Context) {
  const { say, sheet } = context
  return html`<div class="levels" role="group" aria-label=${say("level")}>
    ${LEVELS.map(
      (level) =>
        html`<button
          type="button"
          data-level=${level}
          aria-pressed=${row.draft.level === level}
          aria-label=${`${figure(level, context)} ${say(`level_${level}`)}`}
          title=${say(`level_${level}`)}
          tabindex=${context.isCurrent(row) ? nothing : -1}
          ?disabled=${!sheet.audit.can_answer}
          @click=${() => (context.choose(row), context.rate(row, level))}
        >
          ${figure(level, context)}
        </button>`,
    )}
  </div>`
}

/** A level that only tells: its figure, its gauge of four bars, its word. */
export function levelMark(level: Level | null, context: Context) {
  const bars = level === null || level === "na" ? null : Number(level)
  return html`<span class="level" data-level=${level ?? ""}
    ><b aria-hidden="true">${figure(level, context)}</b>${bars === null ? nothing : gauge(bars)}<span class="word"
      >${context.say(`level_${level ?? "none"}`)}</span
    ></span
  >`
}

function figure(level: Level | null, { say }: Context) {
  if (level === null) return "–"
  return level === "na" ? say("na") : level
}

function gauge(bars: number) {
  return html`<svg width="19" height="12" viewBox="0 0 19 12" aria-hidden="true">
    ${[0, 1, 2, 3].map((step) => bar(step, step < bars))}
  </svg>`
}

function bar(step: number, full: boolean) {
  const [x, y, height] = [step * 5 + 0.5, 8.5 - step * 2.5, 3 + step * 2.5]
  return svg`<rect x=${x} y=${y} width="3" height=${height} stroke="currentColor" fill=${full ? "currentColor" : "none"} />`
}
