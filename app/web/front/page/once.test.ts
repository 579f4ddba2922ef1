import assert from "node:assert/strict"
import test from "node:test"
import { sendOnce } from "./once.ts"

function presses(...times: number[]) {
  let at = 0
  let heard: (event: unknown) => void = () => {}
  sendOnce({ addEventListener: (_name: string, hear: never) => (heard = hear) } as never, () => at)
  const form = { method: "post", target: "" }
  return (method = "post", target = "") => {
    Object.assign(form, { method, target })
    return times.map((time) => {
      at = time
      let held = false
      heard({ target: form, submitter: null, defaultPrevented: false, preventDefault: () => (held = true) })
      return !held
    })
  }
}

test("a second press at once sends nothing, a later one does", () => {
  assert.deepEqual(presses(0, 200, 16_000)(), [true, false, true])
})

test("a filter may be asked for as often as one likes", () => {
  assert.deepEqual(presses(0, 200)("get"), [true, true])
})

test("what opens beside the page may be asked for again", () => {
  assert.deepEqual(presses(0, 200)("post", "_blank"), [true, true])
})
