import { isTyping } from "../page/keys.ts"
import { levelOfKey } from "./level.ts"
import type { Level } from "./types.ts"

export interface Keyboard {
  move(by: number): void
  moveToUnanswered(): void
  rate(level: Level): void
  toggle(): void
  close(): void
  write(): void
  photograph(): void
  raise(): void
  watch(): void
  undo(): void
}

/** Plain keys while nothing is being typed; Escape leaves a field and then the item. */
export function listen(page: Document, on: Keyboard) {
  const deeds: Record<string, () => void> = {
    j: () => on.move(1),
    ArrowDown: () => on.move(1),
    k: () => on.move(-1),
    ArrowUp: () => on.move(-1),
    ".": on.moveToUnanswered,
    o: on.toggle,
    w: on.write,
    p: on.photograph,
    f: on.raise,
    s: on.watch,
    u: on.undo,
    Escape: on.close,
  }

  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (page.querySelector("dialog[open]")) return
    if (isTyping(event.target) && event.key !== "Escape") return
    const level = levelOfKey(event.key)
    const deed = level ? () => on.rate(level) : deeds[event.key]
    if (!deed) return
    event.preventDefault()
    deed()
  })
}
