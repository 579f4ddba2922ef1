import assert from "node:assert/strict"
import { test } from "node:test"
import { asked, completed } from "./names.ts"

const NAMES = ["Wei Lanshan", "Wendy Xu", "Chen Muyuan", "陈木远"]

test("an @ at the start of a word asks for names", () => {
  assert.deepEqual(asked("Ask @we", 7, NAMES), { start: 4, fit: ["Wei Lanshan", "Wendy Xu"] })
  assert.equal(asked("@", 1, NAMES)?.fit.length, 4)
  assert.deepEqual(asked("@陈", 2, NAMES)?.fit, ["陈木远"])
})

test("a part of the name is enough, and so is the whole with its blank", () => {
  assert.deepEqual(asked("@mu", 3, NAMES)?.fit, ["Chen Muyuan"])
  assert.deepEqual(asked("@wei la", 7, NAMES)?.fit, ["Wei Lanshan"])
})

test("an address of a mail asks for nobody", () => {
  assert.equal(asked("write to wei@example.org", 24, NAMES), null)
  assert.equal(asked("nothing here", 12, NAMES), null)
})

test("the name takes the place of what was typed, and the rest stays", () => {
  assert.deepEqual(completed("Ask @we please", 7, 4, "Wei Lanshan"), { text: "Ask @Wei Lanshan please", caret: 17 })
})
