import { html, nothing } from "lit"
import { guard } from "lit/directives/guard.js"
import type { Row } from "../types.ts"
import type { Context } from "./context.ts"
import { levelControl, levelMark } from "./level.ts"
import { panel } from "./panel.ts"

/** One line of the sheet. Drawn anew only when something about it changed. */
export function rowView(row: Row, context: Context) {
  return guard([row.stamp], () => draw(row, context))
}

function draw(row: Row, context: Context) {
  const [open, current] = [context.isOpen(row), context.isCurrent(row)]
  const zone = row.zone ? html` <span class="zone" .textContent=${row.zone.name}></span>` : nothing
  return html`<li class="line" id=${placeOf(row)} data-key=${row.key} data-level=${row.draft.level ?? ""}
    data-state=${row.state} ?data-current=${current} ?data-open=${open} @focusin=${() => context.choose(row)}
    ><div class="line-head"
      ><button type="button" class="line-title" aria-expanded=${open} tabindex=${current ? nothing : -1} @click=${() => context.toggle(row)}
        ><span class="ref" .textContent=${row.id}></span><span class="name">${row.item.title}${zone}</span>${marks(row, context)}</button
      >${levelControl(row, context)}${stateMark(row, context)}</div
    >${open ? panel(row, context) : nothing}</li>`
}

/** The id by which a line is found among a thousand without a search. */
export const placeOf = (row: Row) => `line-${row.key.replace(" ", "-")}`

function marks(row: Row, context: Context) {
  const { say, sheet } = context
  const { methods, severities } = sheet.checklist
  const { before } = row
  const plain = (text: string, kind = "") => html`<span data-mark=${kind} .textContent=${text}></span>`
  return html`<span class="marks"
    >${row.item.knock_out ? plain(say("knock_out"), "knock-out") : nothing}${plain(severities[row.item.severity] ?? row.item.severity, row.item.severity)}${plain(methods[row.item.method] ?? row.item.method)}${
      before ? html`<span>${say("last_round")} ${levelMark(before.level, context)}</span>` : nothing
    }${row.saved?.finding ? html`<span class="ref" .textContent=${row.saved.finding.ref}></span>` : nothing}</span
  >`
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
  return html`<span class="state" data-state=${row.state} .textContent=${`${SHAPES[row.state]} ${text}`}></span>`
}
