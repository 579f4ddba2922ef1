import { fieldsOf } from "./book.ts"
import { isReady } from "./level.ts"
import type { Outcome, Sender } from "./send.ts"
import type { Answer, Row } from "./types.ts"

interface Needs {
  audit: string
  send: Pick<Sender, "answer">
  newId(): string
  now(): string
  after(ms: number, deed: () => void): () => void
  changed(row: Row): void
  signedOut(): void
}

interface Attempt {
  id: string
  body: string
}

const FIRST_PAUSE = 2000
const LONGEST_PAUSE = 30_000

/**
 * Sends each row by itself, soon after it was touched and one revision at a time. What was not
 * taken stays in the row: unreachable is tried again, a refusal and a stale save wait for a person.
 */
export function makeSaver(needs: Needs) {
  const timers = new Map<Row, () => void>()
  const flying = new Set<Row>()
  const again = new Set<Row>()
  const attempts = new Map<Row, Attempt>()
  const unheard = new Map<Row, string>()
  let pause = FIRST_PAUSE

  function touch(row: Row, soon = 0) {
    row.draft.observed_at ??= needs.now()
    row.problem = null
    if (row.state !== "stale") row.state = "waiting"
    needs.changed(row)
    if (row.state !== "stale" && isReady(row.draft)) plan(row, soon)
  }

  function plan(row: Row, ms: number) {
    timers.get(row)?.()
    timers.set(row, needs.after(ms, () => void save(row)))
  }

  async function save(row: Row): Promise<void> {
    timers.get(row)?.()
    timers.delete(row)
    if (flying.has(row)) return void again.add(row)
    flying.add(row)
    row.state = "saving"
    needs.changed(row)
    const { id, body } = attempt(row)
    const kept = settle(row, body, await needs.send.answer(id, JSON.parse(body)))
    flying.delete(row)
    needs.changed(row)
    if (again.delete(row) && kept) touch(row)
  }

  /** The same content goes out under the same id until the server has replied, so it is stored once. */
  function attempt(row: Row): Attempt {
    const body = JSON.stringify(bodyOf(needs.audit, row))
    const last = attempts.get(row)
    if (last?.body === body) return last
    const next = { id: needs.newId(), body }
    if (last) unheard.set(row, last.id)
    attempts.set(row, next)
    return next
  }

  function settle(row: Row, body: string, outcome: Outcome<Answer>) {
    if (outcome.kind === "offline" || outcome.kind === "signed-out") {
      fail(row, outcome.kind)
      return false
    }
    pause = FIRST_PAUSE
    attempts.delete(row)
    const echo = outcome.kind === "stale" && outcome.theirs.id === unheard.get(row)
    unheard.delete(row)
    if (outcome.kind === "done") keep(row, body, outcome.value)
    else if (echo) goOn(row, outcome.theirs)
    else refuse(row, outcome)
    return outcome.kind === "done" || echo
  }

  /** What stands in the way is our own earlier save, whose reply got lost: ours follows it. */
  function goOn(row: Row, ours: Partial<Answer>) {
    row.saved = { ...row.saved, ...ours } as Answer
    again.add(row)
  }

  function refuse(row: Row, outcome: Extract<Outcome<Answer>, { reason: string }>) {
    row.state = outcome.kind
    row.problem = outcome.reason
    if (outcome.kind === "stale") row.theirs = outcome.theirs
  }

  function keep(row: Row, body: string, answer: Answer) {
    const typedMeanwhile = JSON.stringify(bodyOf(needs.audit, row)) !== body
    row.saved = { ...answer, finding: answer.finding ?? row.saved?.finding ?? null }
    row.state = "saved"
    if (!typedMeanwhile) row.draft = fieldsOf(row.saved)
    else again.add(row)
  }

  function fail(row: Row, kind: "offline" | "signed-out") {
    row.state = "offline"
    if (kind === "signed-out") return needs.signedOut()
    plan(row, pause)
    pause = Math.min(pause * 2, LONGEST_PAUSE)
  }

  /** Ends a stale save: ours goes out as the next revision, or theirs is taken. */
  function resolve(row: Row, choice: "ours" | "theirs") {
    const theirs = { ...row.saved, ...row.theirs } as Answer
    const pictures = [...theirs.evidence ?? [], ...row.draft.evidence]
    row.saved = { ...theirs, finding: row.saved?.finding ?? null }
    row.theirs = null
    row.state = "saved"
    if (choice === "theirs") row.draft = fieldsOf(row.saved)
    else row.draft.evidence = pictures.filter(({ id }, n) => pictures.findIndex((one) => one.id === id) === n)
    row.problem = null
    needs.changed(row)
    if (choice === "ours") touch(row)
  }

  return { touch, save, resolve }
}

export type Saver = ReturnType<typeof makeSaver>

export function bodyOf(audit: string, row: Row) {
  const { evidence, ...fields } = row.draft
  return {
    audit,
    item: row.id,
    zone: row.zone?.id ?? null,
    base_revision: row.saved?.revision ?? 0,
    ...fields,
    evidence: evidence.map(({ id }) => id),
  }
}
