import assert from "node:assert/strict"
import test from "node:test"
import { clockFace, makeWatch } from "./watch.ts"

function makeStore() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

test("a watch goes on over a reload, and stops once", () => {
  const store = makeStore()
  let now = 1000
  makeWatch(store, () => now).start("FAC-001 w1")
  now += 62_900
  const reloaded = makeWatch(store, () => now)
  assert.equal(reloaded.seconds("FAC-001 w1"), 62)
  assert.equal(reloaded.seconds("FAC-001 w2"), null)
  assert.equal(reloaded.stop("FAC-001 w1"), 62)
  assert.equal(reloaded.stop("FAC-001 w1"), null)
})

test("a clock that was set back reads nought", () => {
  const store = makeStore()
  makeWatch(store, () => 5000).start("x")
  assert.equal(makeWatch(store, () => 1000).seconds("x"), 0)
})

test("hours are shown from the first on", () => {
  assert.equal(clockFace(0), "0:00")
  assert.equal(clockFace(905), "15:05")
  assert.equal(clockFace(3723), "1:02:03")
})
