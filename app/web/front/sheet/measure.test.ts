import assert from "node:assert/strict"
import test from "node:test"
import { holds, readDecimal, withUnit } from "./measure.ts"
import { makeSay } from "./words.ts"

const lux = { quantity: "Illuminance", unit: "lx", limit: "500", shown: "500", direction: "min", instrument: "meter" } as const
const noise = { quantity: "Noise", unit: "dB", limit: "80.1", shown: "80.1", direction: "max", instrument: "meter" } as const

test("a value on the limit holds, unless the limit itself is out", () => {
  assert.equal(holds(lux, "500"), true)
  assert.equal(holds({ ...lux, inclusive: false }, "500"), false)
  assert.equal(holds(lux, "499.999999999"), false)
})

test("a limit is compared to the last digit, below nought too", () => {
  assert.equal(holds(noise, "80.10"), true)
  assert.equal(holds(noise, "80.100000001"), false)
  assert.equal(holds({ ...noise, limit: "-18" }, "-18.5"), true)
  assert.equal(holds({ ...noise, limit: "-18" }, "-0.5"), false)
})

test("a comma is read as a point; what is no number is not read", () => {
  assert.equal(readDecimal(" 480,5 "), "480.5")
  assert.equal(readDecimal("+3"), "3")
  assert.equal(readDecimal(""), "")
  for (const typed of ["abc", "1.2.3", "1e5", "1,000.5", "--1", "0x10"]) assert.equal(readDecimal(typed), null)
})

test("a unit that is a word stands as the reader's language puts it, a sign as it is", () => {
  const say = makeSay({ unit_min: "{n}分钟", unit_: "{n} {unit}" })
  assert.equal(withUnit({ unit: "min" }, "4.6", say), "4.6分钟")
  assert.equal(withUnit({ unit: "min" }, "", say), "分钟")
  assert.equal(withUnit(lux, "500", say), "500 lx")
  assert.equal(withUnit(lux, "", say), "lx")
})
