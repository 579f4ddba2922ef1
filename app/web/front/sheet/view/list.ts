import { html } from "lit"
import { guard } from "lit/directives/guard.js"
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
  const bySection = Map.groupBy(rows, nameOf)
  const chapters = sheet.checklist.categories
    .map((category) => ({ category, sections: category.sections.filter(({ id }) => bySection.has(`${category.id} ${id}`)) }))
    .filter(({ sections }) => sections.length)
  return repeat(chapters, ({ category }) => category.id, ({ category, sections }) => {
    const own = sections.map(({ id, title }) => ({ title, rows: bySection.get(`${category.id} ${id}`)! }))
    const stamps = own.flatMap((section) => section.rows).reduce((sum, row) => sum + row.stamp, 0)
    return guard([rows, stamps], () => chapter(category, own, context))
  })
}

const nameOf = (row: Row) => `${row.category} ${row.section}`

function chapter(category: Category, sections: { title: string; rows: Row[] }[], context: Context) {
  return html`<section class="chapter">
    <h2>${String(category.number).padStart(2, "0")} ${category.title}</h2>
    ${sections.map(({ title, rows }) => html`<h3>${title}</h3>
      <ol role="list" class="lines">${repeat(rows, ({ key }) => key, (row) => rowView(row, context))}</ol>`)}
  </section>`
}
