/** Asks for a fragment until one comes that no longer wants to be asked for; then loads the page anew. */
export function poll(page: Document, get: typeof fetch, reload: () => void) {
  for (const place of page.querySelectorAll<HTMLElement>("[data-poll]")) follow(place, get, reload)
}

function follow(place: HTMLElement, get: typeof fetch, reload: () => void) {
  const again = () => follow(place, get, reload)
  const every = Number(place.dataset.every ?? 1000)

  setTimeout(async () => {
    if (!place.isConnected) return
    const reply = await get(place.dataset.poll ?? "", { headers: { "X-Fragment": "1" } }).catch(() => null)
    if (!reply?.ok) return again()
    const asked = fragment(await reply.text()).querySelector<HTMLElement>("[data-poll]")
    if (!asked) return reload()
    place.replaceChildren(...asked.childNodes)
    again()
  }, every)
}

function fragment(html: string) {
  return new DOMParser().parseFromString(html, "text/html").body
}
