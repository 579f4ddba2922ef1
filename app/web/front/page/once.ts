const A_WHILE = 15_000

/** A second press while the first is on its way sends nothing: what was said would stand twice. */
export function sendOnce(page: Pick<Document, "addEventListener">, now: () => number) {
  const sent = new WeakMap<object, number>()
  page.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement
    const button = event.submitter as HTMLButtonElement | null
    if (event.defaultPrevented || form.method !== "post" || form.target || button?.formTarget) return
    if (now() - (sent.get(form) ?? -A_WHILE) < A_WHILE) return event.preventDefault()
    sent.set(form, now())
  })
}
