import assert from "node:assert/strict"
import test from "node:test"
import { makeProgress, rowsOf } from "./book.ts"
import { makeMatcher, NO_FILTER, type Filter } from "./filter.ts"
import { sampleAnswer, sampleSheet } from "./sample.ts"
import { makeSelection } from "./selection.ts"
import { makeSay } from "./words.ts"

const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key)

test("an item that is asked per zone has a line in each, and none where there is no such zone", () => {
  assert.deepEqual(keys(rowsOf(sampleSheet())), ["PRQ-001", "PRQ-002", "FAC-001 w1", "FAC-001 w2"])
  assert.deepEqual(keys(rowsOf(sampleSheet({ zones: {} }))), ["PRQ-001", "PRQ-002"])
})

test("each line finds its own answer and the last round's", () => {
  const before = { level: "1", note: "", observed_at: "2025-03-01T08:00:00Z", audit: "A-0", photos: [], finding: null } as const
  const answers = [sampleAnswer({ item: "FAC-001", zone: "w2" })]
  const rows = rowsOf(sampleSheet({ answers, previous: { "FAC-001 w1": before } }))
  assert.deepEqual(rows.map((row) => [row.state, row.before?.level]).slice(2), [["blank", "1"], ["saved", undefined]])
})

test("progress starts from the server's count and moves with what is saved; N/A counts once approved", () => {
  const rows = rowsOf(sampleSheet())
  const progress = makeProgress(sampleSheet({ progress: { answered: 7, expected: 9 } }), rows)
  rows[0]!.saved = sampleAnswer()
  rows[1]!.saved = sampleAnswer({ level: "na" })
  assert.deepEqual(progress(), { answered: 8, expected: 9 })
  rows[1]!.saved.na_approved = true
  assert.equal(progress().answered, 9)
  rows[0]!.saved = sampleAnswer({ level: null })
  assert.equal(progress().answered, 8)
})

function shown(part: Partial<Filter>, change: (rows: ReturnType<typeof rowsOf>) => void = () => {}) {
  const rows = rowsOf(sampleSheet())
  change(rows)
  return keys(rows.filter(makeMatcher({ ...NO_FILTER, ...part }, new Set(["12"]))))
}

test("a filter shows what fits all that it asks", () => {
  assert.deepEqual(shown({ text: "labels LOT" }), ["PRQ-002"])
  assert.deepEqual(shown({ text: "floor south" }), ["FAC-001 w2"])
  assert.deepEqual(shown({ text: "fac-001", category: "06" }), [])
  assert.deepEqual(shown({ method: "measurement" }), ["PRQ-001"])
  assert.deepEqual(shown({ knockOut: true }), ["PRQ-002"])
  assert.deepEqual(shown({ status: "mine" }), ["FAC-001 w1", "FAC-001 w2"])
})

test("a filter reads what is on the line, saved or not", () => {
  const fail = (rows: ReturnType<typeof rowsOf>) => {
    rows[0]!.draft.level = "2"
    rows[0]!.state = "offline"
    rows[1]!.draft.level = "na"
  }
  assert.deepEqual(shown({ status: "failed" }, fail), ["PRQ-001"])
  assert.deepEqual(shown({ status: "unsaved" }, fail), ["PRQ-001"])
  assert.deepEqual(shown({ status: "na" }, fail), ["PRQ-002"])
  assert.deepEqual(shown({ status: "unanswered" }, fail), ["FAC-001 w1", "FAC-001 w2"])
})

test("a line does not vanish from a filter while it is being answered", () => {
  const rows = rowsOf(sampleSheet())
  const selection = makeSelection(rows, new Set())
  selection.setFilter({ status: "unanswered" })
  rows[0]!.draft.level = "4"
  assert.equal(selection.shown.length, 4)
  assert.equal(selection.isOutdated(), true)
  selection.setFilter({})
  assert.equal(selection.shown.length, 3)
  assert.equal(selection.current?.key, "PRQ-002")
})

test("keys stop at both ends; the next unanswered is looked for all around", () => {
  const rows = rowsOf(sampleSheet())
  const selection = makeSelection(rows, new Set())
  assert.equal(selection.move(-1)?.key, "PRQ-001")
  assert.equal(selection.move(99)?.key, "FAC-001 w2")
  rows[0]!.draft.level = "3"
  assert.equal(selection.moveToUnanswered()?.key, "PRQ-002")
  for (const row of rows) row.draft.level = "3"
  assert.equal(selection.moveToUnanswered()?.key, "PRQ-002")
})

test("a move has both lines drawn anew", () => {
  const rows = rowsOf(sampleSheet())
  const selection = makeSelection(rows, new Set())
  selection.move(1)
  assert.deepEqual(rows.map((row) => row.stamp), [1, 1, 0, 0])
})

test("a sentence fills its names and shows its key when it is missing", () => {
  const say = makeSay({ of: "{answered} of {expected}" })
  assert.equal(say("of", { answered: 1, expected: 2 }), "1 of 2")
  assert.equal(say("nope"), "nope")
})
