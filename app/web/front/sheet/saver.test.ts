import assert from "node:assert/strict"
import test from "node:test"
import { sampleAnswer, sampleRow } from "./sample.ts"
import { makeSaver } from "./saver.ts"
import type { Outcome } from "./send.ts"
import type { Answer } from "./types.ts"
import { makeUndo } from "./undo.ts"

type Body = { base_revision: number; level: string | null; note: string; evidence: string[] }

/** A saver whose clock and server are moved by hand. */
function makeBench() {
  const row = sampleRow()
  const due: { ms: number; deed: () => void }[] = []
  const sent: { id: string; body: Body; reply: (outcome: Outcome<Answer>) => Promise<void> }[] = []
  let ids = 0
  let signedOut = false
  const saver = makeSaver({
    audit: "audit",
    send: {
      answer: (id, body) =>
        new Promise((resolve) => {
          const reply = async (outcome: Outcome<Answer>) => {
            resolve(outcome)
            await new Promise(setImmediate)
          }
          sent.push({ id, body: body as Body, reply })
        }),
    },
    newId: () => `id-${++ids}`,
    now: () => "2026-11-22T08:00:00Z",
    after(ms, deed) {
      const entry = { ms, deed }
      due.push(entry)
      return () => void due.splice(due.indexOf(entry), due.includes(entry) ? 1 : 0)
    },
    changed: () => {},
    signedOut: () => (signedOut = true),
  })
  const tick = () => due.splice(0).forEach(({ deed }) => deed())
  const stored = (n: number, revision: number): Outcome<Answer> => {
    const { id, body } = sent[n]!
    const value = sampleAnswer({ id, revision, level: body.level as Answer["level"], note: body.note })
    return { kind: "done", value }
  }
  return { row, saver, due, sent, tick, stored, isSignedOut: () => signedOut }
}

test("an answer goes out with what was seen, and is shown as saved", async () => {
  const { row, saver, sent, tick, stored } = makeBench()
  row.draft.level = "3"
  saver.touch(row)
  assert.equal(row.state, "waiting")
  tick()
  assert.equal(row.state, "saving")
  assert.equal(sent[0]!.body.base_revision, 0)
  await sent[0]!.reply(stored(0, 1))
  assert.deepEqual([row.state, row.saved?.revision, row.draft.level], ["saved", 1, "3"])
})

test("typing sends once, after a pause", () => {
  const { row, saver, due, sent, tick } = makeBench()
  for (const note of ["T", "Tw", "Two"]) {
    row.draft.note = note
    saver.touch(row, 700)
  }
  assert.deepEqual(due.map(({ ms }) => ms), [700])
  tick()
  assert.deepEqual(sent.map(({ body }) => body.note), ["Two"])
})

test("what was typed while a save was under way follows as the next revision", async () => {
  const { row, saver, sent, tick, stored } = makeBench()
  row.draft.level = "1"
  saver.touch(row)
  tick()
  row.draft.note = "Two drums."
  saver.touch(row, 700)
  tick()
  assert.equal(sent.length, 1)
  await sent[0]!.reply(stored(0, 1))
  assert.equal(row.draft.note, "Two drums.")
  tick()
  assert.deepEqual([sent[1]!.body.base_revision, sent[1]!.body.note], [1, "Two drums."])
})

test("unreachable is tried again under the same id, ever more slowly", async () => {
  const { row, saver, due, sent, tick } = makeBench()
  row.draft.level = "2"
  saver.touch(row)
  tick()
  for (const n of [0, 1, 2, 3, 4, 5]) {
    await sent[n]!.reply({ kind: "offline" })
    assert.equal(row.state, "offline")
    if (n < 5) tick()
  }
  assert.deepEqual(new Set(sent.map(({ id }) => id)).size, 1)
  assert.equal(due[0]!.ms, 30_000)
})

test("a save whose reply got lost is no stranger's: the change follows it", async () => {
  const { row, saver, sent, tick, stored } = makeBench()
  row.draft.level = "2"
  saver.touch(row)
  tick()
  await sent[0]!.reply({ kind: "offline" })
  row.draft.note = "More."
  saver.touch(row)
  tick()
  await sent[1]!.reply({ kind: "stale", reason: "", theirs: { id: "id-1", revision: 1, by: "me" } })
  tick()
  assert.deepEqual([sent[2]!.body.base_revision, sent[2]!.body.note], [1, "More."])
  await sent[2]!.reply(stored(2, 2))
  assert.equal(row.state, "saved")
})

test("a refusal stays with what was entered until it is changed", async () => {
  const { row, saver, sent, tick, due } = makeBench()
  row.draft.level = "4"
  saver.touch(row)
  tick()
  await sent[0]!.reply({ kind: "refused", reason: "Audit A-1 is closed." })
  assert.deepEqual([row.state, row.problem, row.draft.level, due.length], ["refused", "Audit A-1 is closed.", "4", 0])
  row.draft.level = "3"
  saver.touch(row)
  assert.deepEqual([row.state, row.problem], ["waiting", null])
})

test("not applicable waits for its reason", () => {
  const { row, saver, due } = makeBench()
  row.draft.level = "na"
  saver.touch(row)
  assert.equal(due.length, 0)
  row.draft.na_reason = "No dormitory."
  saver.touch(row)
  assert.equal(due.length, 1)
})

async function makeStale() {
  const bench = makeBench()
  const { row, saver, sent, tick } = bench
  row.draft.level = "2"
  row.draft.evidence = [{ id: "mine", thumb: null }]
  saver.touch(row)
  tick()
  const theirs = { id: "x", revision: 4, level: "1" as const, note: "Drums.", by: "Marek", evidence: [{ id: "hers", thumb: null }] }
  await sent[0]!.reply({ kind: "stale", reason: "Marek was first.", theirs })
  return bench
}

test("a stale save sends nothing until somebody has chosen", async () => {
  const { row, saver, due } = await makeStale()
  assert.deepEqual([row.state, row.theirs?.level, row.draft.level], ["stale", "1", "2"])
  row.draft.note = "x"
  saver.touch(row)
  assert.deepEqual([row.state, due.length], ["stale", 0])
})

test("ours, chosen, is the next revision and drops no photo of theirs", async () => {
  const { row, saver, sent, tick } = await makeStale()
  saver.resolve(row, "ours")
  tick()
  assert.deepEqual([sent[1]!.body.base_revision, sent[1]!.body.level, sent[1]!.body.evidence], [4, "2", ["hers", "mine"]])
})

test("theirs, chosen, is shown and nothing is sent", async () => {
  const { row, saver, due } = await makeStale()
  saver.resolve(row, "theirs")
  assert.deepEqual([row.state, row.draft.level, row.draft.note, due.length], ["saved", "1", "Drums.", 0])
})

test("an ended sign-in keeps the answer and waits", async () => {
  const { row, saver, sent, tick, isSignedOut } = makeBench()
  row.draft.level = "4"
  saver.touch(row)
  tick()
  await sent[0]!.reply({ kind: "signed-out" })
  assert.deepEqual([row.state, row.draft.level, isSignedOut()], ["offline", "4", true])
})

test("undo puts back what was said before, one field's typing at a time", () => {
  const row = sampleRow()
  const undo = makeUndo()
  undo.remember(row, "level")
  row.draft.level = "4"
  for (const note of ["a", "ab"]) {
    undo.remember(row, "note")
    row.draft.note = note
  }
  undo.undo()
  assert.deepEqual([row.draft.level, row.draft.note], ["4", ""])
  assert.equal(undo.undo(), row)
  assert.equal(row.draft.level, null)
  assert.equal(undo.undo(), null)
})
