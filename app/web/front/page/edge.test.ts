import assert from "node:assert/strict"
import test from "node:test"
import { makeEdge, side } from "./edge.ts"

test("only near an edge the board goes on", () => {
  assert.equal(side(10, 0, 1000), -1)
  assert.equal(side(500, 0, 1000), 0)
  assert.equal(side(990, 0, 1000), 1)
})

test("a column at a time, with a pause between", () => {
  const moved: number[] = []
  let at = 0
  const board = {
    getBoundingClientRect: () => ({ left: 24, right: 1400 }),
    ownerDocument: { documentElement: { clientWidth: 1024 } },
    querySelector: () => ({ offsetWidth: 220 }),
    scrollBy: ({ left }: { left: number }) => moved.push(left),
  } as unknown as HTMLElement
  const over = makeEdge(board, () => at)
  for (const [time, x] of [[0, 1010], [100, 1010], [500, 1010], [1000, 500], [1500, 30]] as const) {
    at = time
    over(x)
  }
  assert.deepEqual(moved, [220, 220, -220])
})
