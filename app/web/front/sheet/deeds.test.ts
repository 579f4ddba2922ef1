import assert from "node:assert/strict"
import test from "node:test"
import { canRaise, makeDeeds } from "./deeds.ts"
import { sampleAnswer, sampleRow } from "./sample.ts"
import type { Outcome } from "./send.ts"
import type { Row } from "./types.ts"
import { makeUndo } from "./undo.ts"

function makeBench(outcome: Outcome<never>, first = outcome, ahead = done({ looks_like: [] })) {
  const touched: Row[] = []
  const replies = [first]
  const reply = async () => replies.shift() ?? outcome
  const watch = { start: () => {}, stop: () => 75, seconds: () => 75 }
  const saver = { touch: (row: Row) => void touched.push(row), save: async () => {}, resolve: () => {} }
  const outlook = async () => ahead
  const send = { approve: reply, finding: reply, photo: reply, outlook }
  const say = (key: string) => key
  const pause = async () => {}
  const needs = { saver, send, watch, say, pause, undo: makeUndo(), newId: () => "id", changed: () => {} }
  const deeds = makeDeeds(needs)
  return { deeds, touched, row: sampleRow() }
}

const done = (value: unknown) => ({ kind: "done", value }) as Outcome<never>

test("a level is set once, at a new time, and takes the reason of N/A with it", () => {
  const { deeds, touched, row } = makeBench(done({}))
  row.draft.na_reason = "No dormitory."
  row.draft.observed_at = "2026-11-01T00:00:00Z"
  deeds.rate(row, "2")
  deeds.rate(row, "2")
  assert.deepEqual([row.draft.level, row.draft.na_reason, row.draft.observed_at, touched.length], ["2", "", null, 1])
})

test("a reading that is no number is not taken", () => {
  const { deeds, touched, row } = makeBench(done({}))
  assert.equal(deeds.measure(row, "abc"), false)
  assert.equal(deeds.measure(row, "12,5"), true)
  assert.deepEqual([row.draft.measured, touched.length], ["12.5", 1])
})

test("a stopped watch records its seconds", () => {
  const { deeds, row } = makeBench(done({}))
  deeds.stopWatch(row)
  assert.equal(row.draft.elapsed_seconds, 75)
})

test("a photo joins the answer when it has arrived; one that is refused is named", async () => {
  const sent = makeBench(done({ id: "p", thumb: null }))
  await sent.deeds.photograph(sent.row, [new File(["x"], "floor.jpg")])
  assert.deepEqual([sent.row.draft.evidence.map(({ id }) => id), sent.row.uploads], [["p"], 0])
  const refused = makeBench({ kind: "refused", reason: "This is no picture." })
  await refused.deeds.photograph(refused.row, [new File(["x"], "virus.jpg")])
  assert.deepEqual([refused.row.problem, refused.row.draft.evidence.length], ["virus.jpg: This is no picture.", 0])
})

test("a photo waits out a broken line", async () => {
  const { deeds, row } = makeBench(done({ id: "p", thumb: null }), { kind: "offline" })
  await deeds.photograph(row, [new File(["x"], "floor.jpg")])
  assert.deepEqual([row.draft.evidence.length, row.uploads, row.problem], [1, 0, null])
})

test("a finding that could not be sent says so", async () => {
  const { deeds, row } = makeBench({ kind: "offline" })
  row.saved = sampleAnswer({ level: "0" })
  row.state = "saved"
  await deeds.raise(row)
  assert.deepEqual([row.problem, row.saved.finding], ["not_done", null])
})

test("a finding needs a stored failed answer, and is raised once", async () => {
  const { deeds, row } = makeBench(done({ id: "f", ref: "F-0001" }))
  assert.equal(canRaise(row), false)
  row.saved = sampleAnswer({ level: "2" })
  row.state = "saved"
  assert.equal(canRaise(row), true)
  await deeds.raise(row)
  assert.equal(row.saved.finding?.ref, "F-0001")
  assert.equal(canRaise(row), false)
})

test("what looks alike is seen before it is raised all the same", async () => {
  const alike = { class: "minor", because: "", looks_like: [{ ref: "F-0012", statement: "Wet." }] }
  const raised = done({ id: "f", ref: "F-0013" })
  const { deeds, row } = makeBench(raised, raised, done(alike))
  row.saved = sampleAnswer({ level: "2" })
  row.state = "saved"
  await deeds.raise(row)
  assert.deepEqual([row.ahead, row.saved.finding], [alike, null])
  await deeds.raise(row, true)
  assert.equal(row.saved.finding!.ref, "F-0013")
})

test("an answer that was changed is looked at anew", async () => {
  const { deeds, row } = makeBench(done({}))
  row.saved = sampleAnswer({ level: "2" })
  row.state = "saved"
  const first = await deeds.lookAhead(row)
  assert.equal(await deeds.lookAhead(row), first)
  row.saved = sampleAnswer({ id: "better", level: "1" })
  const next = deeds.lookAhead(row)
  assert.equal(row.ahead, null)
  assert.deepEqual([await next, row.ahead], [first, first])
})

test("one that cannot be looked at ahead is raised in one tap", async () => {
  const { deeds, row } = makeBench(done({ id: "f", ref: "F-0001" }), undefined, { kind: "offline" })
  row.saved = sampleAnswer({ level: "2" })
  row.state = "saved"
  await deeds.raise(row)
  assert.equal(row.saved.finding?.ref, "F-0001")
})
