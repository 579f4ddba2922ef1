import { html, nothing } from "lit"
import { live } from "lit/directives/live.js"
import { holds, withUnit } from "../measure.ts"
import type { Measure, Row } from "../types.ts"
import type { Context } from "./context.ts"

/** Reason, reading, note and the time seen: what is typed about a row. */
export function fields(row: Row, context: Context) {
  const { say, deeds, sheet } = context
  const locked = !sheet.audit.can_answer
  const area = (what: "note" | "na_reason", required: boolean) => html`<label class="field">
    <span class="name">${say(what)}</span>
    <textarea
      class="input"
      data-field=${what}
      rows="2"
      ?required=${required}
      ?readonly=${locked}
      .value=${live(row.draft[what])}
      @input=${(event: Event) => deeds.type(row, what, (event.target as HTMLTextAreaElement).value)}
    ></textarea>
  </label>`

  return html`${row.draft.level === "na" ? area("na_reason", true) : nothing}
  ${row.item.measure ? reading(row, row.item.measure, context, locked) : nothing} ${area("note", false)}
  ${row.saved || row.draft.observed_at ? seen(row, context, locked) : nothing}`
}

function reading(row: Row, measure: Measure, { say, deeds }: Context, locked: boolean) {
  const value = row.draft.measured
  const sign = { max: ["<", "≤"], min: [">", "≥"] }[measure.direction][Number(measure.inclusive ?? true)]
  const verdict = value === null ? nothing : outcome(holds(measure, value), say)
  const typed = (event: Event) => {
    const field = event.target as HTMLInputElement
    field.ariaInvalid = String(!deeds.measure(row, field.value))
  }
  return html`<div class="field reading">
    <label class="name" for=${`measured ${row.key}`}>${measure.quantity}</label>
    <div class="row">
      <input class="input" id=${`measured ${row.key}`} inputmode="decimal" autocomplete="off" ?readonly=${locked} .value=${value ?? ""} @input=${typed} />
      <span>${withUnit(measure, "", say)}</span>
      <span class="soft">${say("limit")} ${sign} ${withUnit(measure, measure.shown, say)}</span>
      ${verdict}
    </div>
    <span class="hint">${measure.instrument}</span>
  </div>`
}

export function outcome(good: boolean, say: Context["say"]) {
  return html`<strong class="outcome" data-kind=${good ? "good" : "alarm"}>${good ? "✓" : "✕"} ${say(good ? "within" : "beyond")}</strong>`
}

function seen(row: Row, { say, deeds, when }: Context, locked: boolean) {
  const at = row.draft.observed_at
  if (!at) return nothing
  const change = (event: Event) => deeds.observe(row, when.read((event.target as HTMLInputElement).value))
  return html`<details class="seen">
    <summary>${say("observed")} ${when.minute(at)}${row.saved ? ` · ${row.saved.by}` : ""}</summary>
    <input class="input" type="datetime-local" aria-label=${say("observed")} ?readonly=${locked} .value=${when.field(at)} @change=${change} />
  </details>`
}
