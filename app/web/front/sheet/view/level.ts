import { html, nothing } from "lit"
import { LEVELS } from "../level.ts"
import type { Level, Row } from "../types.ts"
import type { Context } from "./context.ts"

/** The graduated control: 0 to 4 and N/A, one of them pressed. */
export function levelControl(row: Row, context: Context) {
  const { say, sheet } = context
  const press = (level: Level) => () => (context.choose(row), context.rate(row, level))
  const button = (level: Level) => html`<button type="button" data-level=${level} aria-pressed=${row.draft.level === level}
    aria-label=${`${figure(level, context)} ${say(`level_${level}`)}`} title=${say(`level_${level}`)}
    tabindex=${context.isCurrent(row) ? nothing : -1} ?disabled=${!sheet.audit.can_answer} @click=${press(level)}
    .textContent=${figure(level, context)}></button>`

  return html`<div class="levels" role="group" aria-label=${say("level")}>${LEVELS.map(button)}</div>`
}

/** A level that only tells: its figure, its gauge of four bars, its word. */
export function levelMark(level: Level | null, context: Context) {
  const bars = level === null || level === "na" ? null : Number(level)
  const word = context.say(`level_${level ?? "none"}`)
  return html`<span class="level" data-level=${level ?? ""}><b aria-hidden="true" .textContent=${figure(level, context)}></b>${bars === null ? nothing : gauge(bars)}<span class="word" .textContent=${word}></span></span>`
}

function figure(level: Level | null, { say }: Context) {
  if (level === null) return "–"
  return level === "na" ? say("na") : level
}

/** Four rising bars, the first `full` of them filled. */
function gauge(full: number) {
  const bars = (steps: number[]) => steps.map((n) => `M${n * 5 + 0.5} ${8.5 - n * 2.5}h3V11.5h-3z`).join("")
  return html`<svg width="19" height="12" viewBox="0 0 19 12" aria-hidden="true"><path d=${bars([0, 1, 2, 3])} fill="none" stroke="currentColor" /><path d=${bars([0, 1, 2, 3].slice(0, full))} fill="currentColor" /></svg>`
}
