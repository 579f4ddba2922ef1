/** Asks before a half-typed form is left behind. */
export function guardLeaving(page: Document) {
  const touched = new Set<HTMLFormElement>()

  page.addEventListener("input", (event) => {
    const form = (event.target as HTMLInputElement).form
    if (form?.method === "post" && !("quiet" in form.dataset)) touched.add(form)
  })
  page.addEventListener("submit", (event) => touched.delete(event.target as HTMLFormElement))
  page.defaultView?.addEventListener("beforeunload", (event) => {
    if ([...touched].some((form) => form.isConnected)) event.preventDefault()
  })
}
