import assert from "node:assert/strict"
import test from "node:test"
import { narrowed } from "./narrow.ts"

const line = {
  series: [
    {
      type: "line",
      data: [{ value: 1 }, { value: 2 }, { value: 3 }],
      markLine: { data: [{ yAxis: 70, label: { formatter: "Ready 70" } }, { xAxis: "2026-01-01", label: { formatter: "Invited" } }] },
    },
  ],
}

test("in little room a milestone keeps its line and loses its words; a floor keeps both", () => {
  const [series] = (narrowed(line) as typeof line).series
  assert.deepEqual(series?.markLine.data, [
    { yAxis: 70, label: { formatter: "Ready 70" } },
    { xAxis: "2026-01-01", label: { show: false } },
  ])
})
