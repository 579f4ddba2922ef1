/** Parts that can be put in order: by buttons, by dragging, or by typing their numbers. */
export function putInOrder(page: Document) {
  for (const list of page.querySelectorAll<HTMLOListElement>("[data-order] ol")) {
    for (const part of list.children) makeMovable(list, part as HTMLLIElement)
  }
}

function makeMovable(list: HTMLOListElement, part: HTMLLIElement) {
  const { up = "", down = "" } = list.dataset
  const name = part.textContent?.trim() ?? ""
  part.append(
    button("↑", `${up}: ${name}`, () => move(list, part, part.previousElementSibling, true)),
    button("↓", `${down}: ${name}`, () => move(list, part, part.nextElementSibling, false)),
  )
  part.draggable = true
  part.addEventListener("dragstart", () => part.toggleAttribute("data-dragged", true))
  part.addEventListener("dragend", () => part.toggleAttribute("data-dragged", false))
  part.addEventListener("dragover", (event) => {
    const dragged = list.querySelector<HTMLLIElement>("[data-dragged]")
    if (!dragged) return
    event.preventDefault()
    if (dragged === part) return
    const box = part.getBoundingClientRect()
    move(list, dragged, part, event.clientY < box.top + box.height / 2)
  })
}

function button(sign: string, label: string, does: () => void) {
  const made = document.createElement("button")
  made.type = "button"
  made.className = "button"
  made.dataset.kind = "quiet"
  made.textContent = sign
  made.setAttribute("aria-label", label)
  made.addEventListener("click", () => {
    does()
    made.focus()
  })
  return made
}

function move(list: HTMLOListElement, part: HTMLLIElement, beside: Element | null, before: boolean) {
  if (!beside) return
  list.insertBefore(part, before ? beside : beside.nextElementSibling)
  number([...list.querySelectorAll<HTMLInputElement>("input[type=number]")])
}

/** In the order in which they stand; what was left out stays out. */
export function number(places: Pick<HTMLInputElement, "value">[]) {
  let n = 0
  for (const place of places) if (place.value !== "") place.value = String(++n)
}
