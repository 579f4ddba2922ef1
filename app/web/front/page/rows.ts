/** A click anywhere in a row follows its link, unless it selects text or meets another control. */
export function linkRows(page: Document) {
  page.addEventListener("click", (event) => {
    const target = event.target as Element
    const row = target.closest<HTMLElement>("tr[data-href]")
    if (!row || target.closest("a, button, input, summary, label")) return
    if (page.getSelection()?.toString()) return
    row.querySelector<HTMLAnchorElement>(`a[href="${CSS.escape(row.dataset.href ?? "")}"], a`)?.click()
  })
}
