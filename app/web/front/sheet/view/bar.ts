import { html, nothing } from "lit"
import type { Filter, Status } from "../filter.ts"
import type { Context } from "./context.ts"

const STATUSES: readonly Status[] = ["all", "unanswered", "failed", "na", "changed", "unsaved"]

export interface Standing {
  answered: number
  expected: number
  shown: number
  unsaved: number
  signedOut: boolean
  outdated: boolean
  refresh(): void
}

/** Stays in sight: how far the sheet is, whether all is saved, and what is shown. */
export function bar(context: Context, standing: Standing) {
  const { say } = context
  const { answered, expected } = standing
  return html`<div class="bar">
    <div class="how-far">
      <progress max=${expected || 1} .value=${answered} aria-label=${say("answered")}></progress>
      <span>${say("of", { answered, expected })}</span>
    </div>
    ${saving(context, standing)} ${filters(context)}
    <p class="shown small soft" role="status">
      ${say("shown", { n: standing.shown })}
      ${standing.outdated
        ? html`<button type="button" class="button" data-kind="quiet" @click=${standing.refresh}>${say("refresh")}</button>`
        : nothing}
    </p>
  </div>`
}

function saving({ say, sheet }: Context, { unsaved, signedOut }: Standing) {
  if (!sheet.audit.can_answer) return html`<p class="saving" data-read-only>${say("read_only")}</p>`
  const text = unsaved ? say("unsaved", { n: unsaved }) : say("all_saved")
  const link = signedOut ? html` <a href="/sign-in" target="_blank" rel="noopener">${say("sign_in")}</a>` : nothing
  return html`<p class="saving" role="status" data-unsaved=${unsaved > 0}>${unsaved ? "…" : "✓"} ${text}${link}</p>`
}

function filters(context: Context) {
  const { say, sheet, filter, setFilter } = context
  const statuses = sheet.mine?.length ? [...STATUSES, "mine" as const] : STATUSES
  const pick = (name: keyof Filter, label: string, options: (readonly [string, string])[]) =>
    html`<select class="input" aria-label=${label} @change=${(event: Event) => setFilter({ [name]: (event.target as HTMLSelectElement).value })}>
      ${options.map(([code, text]) => html`<option value=${code} ?selected=${filter[name] === code}>${text}</option>`)}
    </select>`

  return html`<details class="filters" ?open=${context.wide}>
    <summary class="button">${say("filter")}</summary>
    <div>
      <input class="input" type="search" placeholder=${say("search")} aria-label=${say("search")} .value=${filter.text} @input=${(event: Event) => setFilter({ text: (event.target as HTMLInputElement).value })} />
      ${pick("status", say("status"), statuses.map((code) => [code, say(`status_${code}`)] as const))}
      ${pick("category", say("category"), [["", say("any_category")], ...sheet.checklist.categories.map((c) => [c.id, `${c.number} ${c.title}`] as const)])}
      ${pick("method", say("method"), [["", say("any_method")], ...usedMethods(context)])}
      <label class="choice"><input type="checkbox" .checked=${filter.knockOut} @change=${(event: Event) => setFilter({ knockOut: (event.target as HTMLInputElement).checked })} /> ${say("knock_out")}</label>
    </div>
  </details>`
}

function usedMethods({ sheet }: Context) {
  const { items, methods } = sheet.checklist
  const used = new Set(Object.values(items).map((item) => item.method))
  return [...used].map((code) => [code, methods[code] ?? code] as const)
}
