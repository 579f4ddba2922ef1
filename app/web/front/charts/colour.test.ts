import assert from "node:assert/strict"
import test from "node:test"
import { coloured } from "./colour.ts"
import { dressed, over } from "./dress.ts"
import { narrowed } from "./narrow.ts"

const read = (token: string) => `<${token}>`

test("a token is replaced wherever it stands", () => {
  const option = { color: ["var(--chart-1)"], series: [{ lineStyle: { color: "var(--ink)" }, data: [1, null, true] }] }
  assert.deepEqual(coloured(option, read), {
    color: ["<--chart-1>"],
    series: [{ lineStyle: { color: "<--ink>" }, data: [1, null, true] }],
  })
})

test("text that only looks like a token is left alone", () => {
  assert.equal(coloured("see var(--ink)", read), "see var(--ink)")
})

test("what an option says itself stays over our dress", () => {
  assert.deepEqual(over({ a: { b: 1, c: 2 } }, { a: { b: 9 } }), { a: { b: 9, c: 2 } })
})

test("a tooltip never needs markup, and a legend is not invented", () => {
  const worn = dressed({ xAxis: { type: "time" } }, { font: "serif", still: true }) as Record<string, Record<string, unknown>>
  assert.equal(worn.tooltip?.renderMode, "richText")
  assert.ok(!("legend" in worn))
  assert.equal(worn.xAxis?.type, "time")
})

test("in little room a line names its ends, and other charts stay as they are", () => {
  const bar = { type: "bar", data: [1, 2, 3] }
  const line = { type: "line", data: [1, { value: 2, label: { formatter: "2.0" } }, 3] }
  assert.deepEqual(narrowed({ series: [bar, line] }), {
    series: [bar, { type: "line", data: [1, { value: 2, label: { show: false } }, 3] }],
  })
})
