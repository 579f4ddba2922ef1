/** What is new has been read once it came into view: says so, once a page. */
export function noteVisits(page: Document, send: typeof fetch) {
  for (const place of page.querySelectorAll<HTMLElement>("[data-visit]")) {
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return
      watch.disconnect()
      void send(place.dataset.visit ?? "", { method: "PUT", keepalive: true })
    })
    for (const one of place.querySelectorAll("[data-new]")) watch.observe(one)
  }
}
