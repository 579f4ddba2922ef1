const TROUBLE = ["main[data-refused] form :is([role=alert], .problem)", "main[data-refused] [role=alert]"]

/** A form that was refused lies far down a long page: what is wrong with it comes into view. */
export function showTrouble(page: Document) {
  for (const one of TROUBLE) {
    const place = page.querySelector<HTMLElement>(one)
    if (place) return place.scrollIntoView({ block: "center" })
  }
}
