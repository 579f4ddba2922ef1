import assert from "node:assert/strict"
import test from "node:test"
import { makeWhen } from "./when.ts"

test("an instant is shown and read on the site's clock", () => {
  const when = makeWhen("en", "Asia/Shanghai")
  assert.equal(when.field("2026-11-20T18:30:00Z"), "2026-11-21T02:30")
  assert.equal(when.read("2026-11-21T02:30"), "2026-11-20T18:30:00.000Z")
  assert.equal(when.day("2026-11-20T18:30:00Z"), "21 Nov 2026")
})

test("summer time is minded on both sides of its change", () => {
  const when = makeWhen("en", "Europe/London")
  for (const at of ["2026-03-29T00:30:00.000Z", "2026-03-29T01:30:00.000Z", "2026-10-25T03:00:00.000Z"]) {
    assert.equal(when.read(when.field(at)), at)
  }
})

test("what is no time is not read", () => {
  assert.equal(makeWhen("zh", "UTC").read(""), null)
})
