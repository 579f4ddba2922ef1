import { html } from "lit"
import { repeat } from "lit/directives/repeat.js"
import type { Category, Row } from "../types.ts"
import type { Context } from "./context.ts"
import { rowView } from "./row.ts"

/** The shown rows under their categories and sections; an empty list says why. */
export function list(rows: readonly Row[], context: Context, clear: () => void) {
  const { say, sheet } = context
  if (rows.length === 0) {
    return html`<div class="empty"><h2>${say("none_title")}</h2><p>${say("none_text")}</p>
      <button type="button" class="button" @click=${clear}>${say("clear")}</button></div>`
  }
  const bySection = Map.groupBy(rows, (row) => `${row.category} ${row.section}`)
  const shown = sheet.categories.filter(({ id, sections }) => sections.some((section) => bySection.has(`${id} ${section.id}`)))
  return repeat(shown, ({ id }) => id, (category) => chapter(category, bySection, context))
}

function chapter(category: Category, bySection: Map<string, Row[]>, context: Context) {
  const sections = category.sections.filter(({ id }) => bySection.has(`${category.id} ${id}`))
  return html`<section class="chapter">
    <h2>${category.number} ${category.title}</h2>
    ${repeat(sections, ({ id }) => id, ({ id, title }) => html`
      <h3>${title}</h3>
      <ol role="list" class="lines">${repeat(bySection.get(`${category.id} ${id}`)!, ({ key }) => key, (row) => rowView(row, context))}</ol>
    `)}
  </section>`
}
