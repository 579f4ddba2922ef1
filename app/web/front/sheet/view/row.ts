import { html, nothing } from "lit"
import { guard } from "lit/directives/guard.js"
import type { Row } from "../types.ts"
import type { Context } from "./context.ts"
import { levelControl, levelMark } from "./level.ts"
import { panel } from "./panel.ts"

/** One line of the sheet. Drawn anew only when something about it changed. */
export function rowView(row: Row, context: Context) {
  const [open, current] = [context.isOpen(row), context.isCurrent(row)]
  return guard([row.stamp, open, current], () => draw(row, open, current, context))
}

function draw(row: Row, open: boolean, current: boolean, context: Context) {
  return html`<li
    class="line"
    data-key=${row.key}
    data-level=${row.draft.level ?? ""}
    data-state=${row.state}
    ?data-current=${current}
    ?data-open=${open}
    @focusin=${() => context.choose(row)}
  >
    <div class="line-head">
      <button
        type="button"
        class="line-title"
        aria-expanded=${open}
        tabindex=${current ? nothing : -1}
        @click=${() => context.toggle(row)}
      >
        <span class="ref">${row.id}</span>
        <span class="name">${row.item.title}${row.zone ? html` <span class="zone">${row.zone.name}</span>` : nothing}</span>
        ${marks(row, context)}
      </button>
      ${levelControl(row, context)} ${stateMark(row, context)}
    </div>
    ${open ? panel(row, context) : nothing}
  </li>`
}

function marks(row: Row, context: Context) {
  const { say, sheet } = context
  const { before } = row
  return html`<span class="marks">
    ${row.item.knock_out ? html`<span data-mark="knock-out">${say("knock_out")}</span>` : nothing}
    <span data-mark=${row.item.severity}>${say(`severity_${row.item.severity}`)}</span>
    <span>${sheet.methods[row.item.method] ?? row.item.method}</span>
    ${before ? html`<span>${say("last_round")} ${levelMark(before.level, context)}</span>` : nothing}
    ${row.saved?.finding ? html`<span class="ref">${row.saved.finding.ref}</span>` : nothing}
  </span>`
}

const SHAPES: Record<Row["state"], string> = {
  blank: "",
  saved: "✓",
  waiting: "…",
  saving: "…",
  offline: "!",
  refused: "!",
  stale: "≠",
}

function stateMark(row: Row, { say, saver }: Context) {
  if (row.state === "offline") {
    return html`<button type="button" class="state" data-state="offline" @click=${() => saver.save(row)}>
      ! ${say("state_offline")}
    </button>`
  }
  const waitsForReason = row.state === "waiting" && row.draft.level === "na" && !row.draft.na_reason.trim()
  const text = row.state === "blank" ? "" : say(waitsForReason ? "state_reason" : `state_${row.state}`)
  return html`<span class="state" data-state=${row.state}>${SHAPES[row.state]} ${text}</span>`
}
