/** What is being typed after an "@": where it begins, and the names that go on so. */
export function asked(text: string, caret: number, names: readonly string[]) {
  const found = /(?:^|[^\w@./])@([^\s@][^@\n]{0,40})?$/u.exec(text.slice(0, caret))
  if (!found) return null
  const said = (found[1] ?? "").toLowerCase()
  const fit = names.filter((name) => [name, ...name.split(" ")].some((part) => part.toLowerCase().startsWith(said)))
  return { start: caret - said.length - 1, fit: fit.slice(0, 6) }
}

/** The text with the name in place of what was typed, and where the caret then stands. */
export function completed(text: string, caret: number, start: number, name: string) {
  const before = `${text.slice(0, start)}@${name} `
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length }
}

/** Arrows choose, Enter or Tab takes, Escape leaves; without a script the name is typed. */
export function completeNames(page: Document) {
  for (const field of page.querySelectorAll<HTMLTextAreaElement>("textarea[data-names]")) follow(page, field)
}

function follow(page: Document, field: HTMLTextAreaElement) {
  const names: string[] = JSON.parse(field.dataset.names ?? "[]")
  const list = Object.assign(page.createElement("ul"), { className: "names", id: `${field.id}-names`, hidden: true })
  list.setAttribute("role", "listbox")
  field.after(list)
  field.setAttribute("aria-controls", list.id)
  field.setAttribute("aria-autocomplete", "list")
  let open: ReturnType<typeof asked> = null
  let chosen = 0

  function show() {
    open = asked(field.value, field.selectionStart, names)
    chosen = Math.min(chosen, Math.max(0, (open?.fit.length ?? 0) - 1))
    list.hidden = !open?.fit.length
    list.replaceChildren(
      ...(open?.fit ?? []).map((name, n) => {
        const option = Object.assign(page.createElement("li"), { textContent: name, id: `${list.id}-${n}` })
        option.setAttribute("role", "option")
        option.setAttribute("aria-selected", String(n === chosen))
        option.addEventListener("pointerdown", (event) => (event.preventDefault(), take(n)))
        return option
      }),
    )
    if (list.hidden) field.removeAttribute("aria-activedescendant")
    else field.setAttribute("aria-activedescendant", `${list.id}-${chosen}`)
  }

  function take(n: number) {
    const name = open?.fit[n]
    if (!open || !name) return
    const done = completed(field.value, field.selectionStart, open.start, name)
    field.value = done.text
    field.setSelectionRange(done.caret, done.caret)
    close()
  }

  function close() {
    open = null
    chosen = 0
    list.hidden = true
    field.removeAttribute("aria-activedescendant")
  }

  field.addEventListener("input", show)
  field.addEventListener("blur", close)
  field.addEventListener("keydown", (event) => {
    if (list.hidden || !open) return
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step) chosen = (chosen + step + open.fit.length) % open.fit.length
    if (step) show()
    if (event.key === "Enter" || event.key === "Tab") take(chosen)
    if (event.key === "Escape") close()
    if (step || ["Enter", "Tab", "Escape"].includes(event.key)) event.preventDefault()
  })
}
