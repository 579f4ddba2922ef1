import assert from "node:assert/strict"
import { test } from "node:test"

import { number } from "./order.ts"

test("parts are numbered as they stand, and what was left out stays out", () => {
  const places = ["3", "", "1", "7"].map((value) => ({ value }))
  number(places)
  assert.deepEqual(places.map((one) => one.value), ["1", "", "2", "3"])
})
