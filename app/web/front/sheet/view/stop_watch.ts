import { html, nothing } from "lit"
import type { Row } from "../types.ts"
import { clockFace } from "../watch.ts"
import type { Context } from "./context.ts"
import { outcome } from "./fields.ts"

/** A big button for a timed observation; what it read is judged against the item's limit. */
export function stopWatch(row: Row, { say, deeds, watch, sheet }: Context) {
  const limit = row.item.timer!.seconds
  const running = watch.seconds(row.key)
  const read = running ?? row.draft.elapsed_seconds
  const press = () => (running === null ? deeds.startWatch(row) : deeds.stopWatch(row))
  return html`<div class="stop-watch" ?data-running=${running !== null} data-late=${read !== null && read > limit}>
    <output class="face">${clockFace(read ?? 0)}</output>
    <button type="button" class="button" data-kind=${running === null ? "plain" : "main"} data-deed="watch" ?disabled=${!sheet.audit.can_answer} @click=${press}>
      ${say(running === null ? "start" : "stop")}
    </button>
    <span class="soft">${say("limit")} ≤ ${clockFace(limit)}</span>
    ${read === null ? nothing : outcome(read <= limit, say)}
  </div>`
}
