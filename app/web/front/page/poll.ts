/** Asks for a fragment until one comes that no longer wants to be asked for. */
export function poll(page: Document, get: typeof fetch) {
  for (const place of page.querySelectorAll<HTMLElement>("[data-poll]")) follow(place, get)
}

function follow(place: HTMLElement, get: typeof fetch) {
  const again = () => follow(place, get)
  const every = Number(place.dataset.every ?? 1000)

  setTimeout(async () => {
    if (!place.isConnected) return
    const reply = await get(place.dataset.poll ?? "", { headers: { "X-Fragment": "1" } }).catch(() => null)
    if (!reply?.ok) return again()
    const next = fragment(await reply.text())
    const asked = next.querySelector<HTMLElement>("[data-poll]")
    place.replaceChildren(...(asked ?? next).childNodes)
    if (asked) again()
  }, every)
}

function fragment(html: string) {
  return new DOMParser().parseFromString(html, "text/html").body
}
