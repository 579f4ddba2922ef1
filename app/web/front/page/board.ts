import { makeEdge } from "./edge.ts"

export type Words = Record<"grip" | "grabbed" | "over" | "left" | "asking" | "lost", string>
type Reply = { ok: boolean; json(): Promise<{ address?: string; detail?: string }> }
type Ask = (address: string, init: RequestInit) => Promise<Reply>

/** A card that somebody carries over the steps, one at a time, never past the ends. */
export function makeCarry(steps: string[], from: string) {
  let at = Math.max(0, steps.indexOf(from))
  return {
    get at() {
      return steps[at] ?? from
    },
    get moved() {
      return steps[at] !== from
    },
    by(n: number) {
      at = Math.min(steps.length - 1, Math.max(0, at + n))
      return steps[at] ?? from
    },
  }
}

export function filled(text: string, parts: Record<string, string>) {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole)
}

/** Cards go to the next step by hand or by key; whether they may, and where it is earned, the server says. */
export function makeBoard(page: Document, ask: Ask, go: (address: string) => void) {
  const board = page.querySelector<HTMLElement>("[data-board]")
  const says = page.querySelector<HTMLElement>("[data-board-says]")
  if (!board || !says) return
  const words = JSON.parse(board.dataset.words ?? "{}") as Words
  const columns = [...board.querySelectorAll<HTMLElement>(".column")]
  const steps = columns.map((one) => one.dataset.step ?? "")
  const nameOf = (step: string) => columns.find((one) => one.dataset.step === step)?.dataset.name ?? step
  const edge = makeEdge(board, () => performance.now())
  let lifted: HTMLElement | null = null
  let pressed: HTMLElement | null = null

  function tell(text: string) {
    says!.hidden = false
    says!.textContent = text
  }

  function mark(card: HTMLElement | null, over: string | null) {
    lifted?.removeAttribute("data-lifted")
    lifted = card
    card?.setAttribute("data-lifted", "")
    for (const one of columns) one.toggleAttribute("data-over", card !== null && one.dataset.step === over)
  }

  async function drop(card: HTMLElement, to: string) {
    const [ref, seen] = [card.dataset.card ?? "", card.dataset.step ?? ""]
    mark(null, null)
    if (to === seen) return tell(filled(words.left, { ref, step: nameOf(seen) }))
    tell(filled(words.asking, { ref, step: nameOf(to) }))
    try {
      const reply = await ask(`/api/v1/findings/${ref}/gate?to=${to}&seen=${seen}`, { headers: { accept: "application/json" } })
      const told = await reply.json()
      if (reply.ok && told.address) go(told.address)
      else tell(`${told.detail ?? ""} ${filled(words.left, { ref, step: nameOf(seen) })}`)
    } catch {
      tell(filled(words.lost, { ref, step: nameOf(seen) }))
    }
  }

  for (const card of board.querySelectorAll<HTMLElement>("[data-card]")) {
    if (card.dataset.step === "closed") continue
    const [ref, step] = [card.dataset.card ?? "", card.dataset.step ?? ""]
    card.draggable = true
    card.addEventListener("pointerdown", () => (pressed = card))
    card.addEventListener("dragstart", (event) => {
      // a page that scrolls between press and move lets the browser take up what lies there now
      const meant = pressed ?? card
      event.dataTransfer?.setData("text/plain", meant.dataset.card ?? ref)
      if (meant !== card) event.dataTransfer?.setDragImage(meant, 16, 16)
      mark(meant, meant.dataset.step ?? step)
    })
    card.addEventListener("dragend", () => mark(null, null))
    const grip = page.createElement("button")
    grip.type = "button"
    grip.className = "grip"
    grip.textContent = "⠿"
    grip.setAttribute("aria-label", filled(words.grip, { ref }))
    card.querySelector(".line")?.prepend(grip)
    let carry: ReturnType<typeof makeCarry> | null = null

    const lift = () => {
      carry = makeCarry(steps, step)
      mark(card, step)
      tell(filled(words.grabbed, { ref, step: nameOf(step) }))
    }
    const setDown = () => {
      const to = carry?.at ?? step
      carry = null
      void drop(card, to)
    }
    const leave = () => {
      carry = null
      mark(null, null)
      tell(filled(words.left, { ref, step: nameOf(step) }))
    }
    const over = (n: number) => {
      const to = carry?.by(n) ?? step
      mark(card, to)
      tell(filled(words.over, { step: nameOf(to) }))
      columns[steps.indexOf(to)]?.scrollIntoView({ block: "nearest", inline: "nearest" })
    }

    grip.addEventListener("click", () => (carry ? setDown() : lift()))
    grip.addEventListener("blur", () => carry && leave())
    grip.addEventListener("keydown", (event) => {
      if (event.key === "ArrowUp" || event.key === "ArrowDown") return beside(event, grip)
      if (!carry) return
      if (event.key === "Escape") leave()
      else if (event.key === "ArrowLeft") over(-1)
      else if (event.key === "ArrowRight") over(1)
      else return
      event.preventDefault()
    })
  }

  for (const column of columns) {
    column.addEventListener("dragover", (event) => {
      if (!lifted) return
      event.preventDefault()
      mark(lifted, column.dataset.step ?? "")
      edge(event.clientX)
    })
    column.addEventListener("drop", (event) => {
      if (!lifted) return
      event.preventDefault()
      void drop(lifted, column.dataset.step ?? "")
    })
  }
}

/** Up and down go from card to card within a column. */
function beside(event: KeyboardEvent, grip: HTMLElement) {
  const card = grip.closest("li")
  const next = event.key === "ArrowUp" ? card?.previousElementSibling : card?.nextElementSibling
  const other = next?.querySelector<HTMLElement>(".grip")
  if (!other) return
  event.preventDefault()
  other.focus()
}
