/** Says what colour a token has now; a probe, because light-dark() is only resolved in use. */
export function colourReader(page: Document) {
  return (token: string) => {
    const probe = page.body.appendChild(page.createElement("span"))
    probe.style.color = `var(${token})`
    const colour = getComputedStyle(probe).color
    probe.remove()
    return colour
  }
}

/** Calls back when the look of the page or the size of the place changes. */
export function watchLook(page: Document, place: Element, on: { recolour(): void; resize(): void }) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", on.recolour)
  page.addEventListener("themechange", on.recolour)
  new ResizeObserver(on.resize).observe(place)
}

export const wantsStillness = (view: Window) => view.matchMedia("(prefers-reduced-motion: reduce)").matches
