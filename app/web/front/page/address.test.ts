import assert from "node:assert/strict"
import test from "node:test"
import { comeBackTo } from "./address.ts"

function visited(address?: string) {
  const seen: unknown[] = []
  const place = address ? { dataset: { address } } : null
  comeBackTo({ querySelector: () => place } as unknown as Document, { replaceState: (...told) => seen.push(told[2]) })
  return seen
}

test("what names another page is gone back to as that page", () => {
  assert.deepEqual(visited("/findings?class=major"), ["/findings?class=major"])
})

test("any other page stays what it is", () => {
  assert.deepEqual(visited(), [])
})
