const BELT = 56
const PAUSE = 450

/** Whether a point lies in the belt at the left edge (-1), at the right one (1), or in neither. */
export function side(x: number, left: number, right: number) {
  if (x < left + BELT) return -1
  return x > right - BELT ? 1 : 0
}

/** A column further while something is held at an edge, then a pause. */
export function makeEdge(board: HTMLElement, now: () => number) {
  let last = -PAUSE
  return (x: number) => {
    const box = board.getBoundingClientRect()
    const way = side(x, Math.max(0, box.left), Math.min(box.right, board.ownerDocument.documentElement.clientWidth))
    if (!way || now() - last < PAUSE) return
    last = now()
    const step = board.querySelector<HTMLElement>(".column")?.offsetWidth ?? 0
    board.scrollBy({ left: way * step, behavior: "smooth" })
  }
}
