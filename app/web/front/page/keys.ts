/** `?` shows the keys of the page, `/` goes to its search field. */
export function openKeys(page: Document) {
  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (isTyping(event.target)) return
    if (event.key === "?") show(page.querySelector<HTMLDialogElement>("[data-keys]"))
    else if (event.key === "/") focus(event, page.querySelector<HTMLElement>("[type=search]"))
  })
}

/** A letter pressed here is text, not a command. */
export function isTyping(target: EventTarget | null) {
  return (
    target instanceof HTMLElement &&
    target.matches("input:not([type=radio], [type=checkbox], [type=button]), textarea, select")
  )
}

function show(dialog: HTMLDialogElement | null) {
  if (dialog && !dialog.open) dialog.showModal()
}

function focus(event: Event, field: HTMLElement | null) {
  if (!field) return
  event.preventDefault()
  field.focus()
}
