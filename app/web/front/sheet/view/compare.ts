import { html } from "lit"
import { withUnit } from "../measure.ts"
import type { Answer, Fields, Row } from "../types.ts"
import { clockFace } from "../watch.ts"
import type { Context } from "./context.ts"
import { levelMark } from "./level.ts"

/** Two people answered at once: both values side by side, and one tap that decides. */
export function compare(row: Row, context: Context) {
  const { say, saver } = context
  const theirs = row.theirs ?? {}
  return html`<section class="compare" role="alert" aria-label=${say("state_stale")}>
    <p>${row.problem}</p>
    <div class="sides">
      ${side(row, say("yours"), row.draft, context)} ${side(row, say("theirs", { who: theirs.by ?? "" }), theirs, context)}
    </div>
    <div class="actions">
      <button type="button" class="button" @click=${() => saver.resolve(row, "ours")}>${say("keep_yours")}</button>
      <button type="button" class="button" @click=${() => saver.resolve(row, "theirs")}>${say("take_theirs")}</button>
    </div>
  </section>`
}

function side({ item }: Row, title: string, said: Partial<Fields & Answer>, context: Context) {
  const seconds = said.elapsed_seconds ?? null
  const { say } = context
  const { measure } = item
  const value = said.measured && measure ? withUnit(measure, said.measured, say) : said.measured
  const lines = [said.na_reason, value, seconds === null ? "" : clockFace(seconds), said.note]
  return html`<div>
    <h4 class="label">${title}</h4>
    <p>${levelMark(said.level ?? null, context)}</p>
    ${lines.filter(Boolean).map((line) => html`<p class="note">${line}</p>`)}
  </div>`
}
