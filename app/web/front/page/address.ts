/** What a form has led to is no page of its own: loaded again, or gone back to, it is the page named here. */
export function comeBackTo(page: Document, history: Pick<History, "replaceState">) {
  const place = page.querySelector<HTMLElement>("[data-address]")
  if (place) history.replaceState(null, "", place.dataset.address)
}
