import assert from "node:assert/strict"
import test from "node:test"
import { filled, makeCarry } from "./board.ts"

const STEPS = ["raised", "contained", "closed"]

test("a card is carried step by step and never past the ends", () => {
  const carry = makeCarry(STEPS, "raised")
  assert.equal(carry.moved, false)
  assert.equal(carry.by(-1), "raised")
  assert.equal(carry.by(1), "contained")
  assert.equal(carry.moved, true)
  carry.by(1)
  assert.equal(carry.by(1), "closed")
  assert.equal(carry.at, "closed")
})

test("a sentence names what it is about, and keeps what nobody filled", () => {
  assert.equal(filled("{ref} at “{step}”", { ref: "F-0001" }), "F-0001 at “{step}”")
})
