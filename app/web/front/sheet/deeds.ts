import { isFailed } from "./level.ts"
import { readDecimal } from "./measure.ts"
import type { Saver } from "./saver.ts"
import type { Outcome, Sender } from "./send.ts"
import type { Finding, Level, Outlook, Photo, Row } from "./types.ts"
import type { Undo } from "./undo.ts"
import type { Watch } from "./watch.ts"
import type { Say } from "./words.ts"

const TYPING_PAUSE = 700
const PHOTO_PAUSE = 5000

interface Needs {
  saver: Saver
  send: Pick<Sender, "approve" | "finding" | "outlook" | "photo">
  undo: Undo
  watch: Watch
  say: Say
  newId(): string
  pause(ms: number): Promise<void>
  changed(row: Row): void
}

/** What a person can do to a row. Each deed leaves the row as it shall look and sets off its saving. */
export function makeDeeds({ saver, send, undo, watch, say, newId, pause, changed }: Needs) {
  const asked = new Map<Row, { answer: string; seen: Promise<Outlook | null> }>()
  const raising = new Set<Row>()

  const deeds = {
    rate(row: Row, level: Level) {
      if (row.draft.level === level) return
      undo.remember(row, "level")
      row.draft.level = level
      row.draft.observed_at = null
      if (level !== "na") row.draft.na_reason = ""
      saver.touch(row)
    },

    type(row: Row, what: "note" | "na_reason", text: string) {
      undo.remember(row, what)
      row.draft[what] = text
      saver.touch(row, TYPING_PAUSE)
    },

    /** Says whether it is a number; what is none is left in its field and not sent. */
    measure(row: Row, typed: string) {
      const value = readDecimal(typed)
      if (value === null) return false
      undo.remember(row, "measured")
      row.draft.measured = value || null
      saver.touch(row, TYPING_PAUSE)
      return true
    },

    observe(row: Row, at: string | null) {
      if (at === null) return
      undo.remember(row, "observed_at")
      row.draft.observed_at = at
      saver.touch(row, TYPING_PAUSE)
    },

    startWatch(row: Row) {
      watch.start(row.key)
      changed(row)
    },

    stopWatch(row: Row) {
      const seconds = watch.stop(row.key)
      if (seconds === null) return
      undo.remember(row, "elapsed_seconds")
      row.draft.elapsed_seconds = seconds
      saver.touch(row)
    },

    async photograph(row: Row, files: Iterable<File>) {
      for (const file of files) {
        row.uploads += 1
        row.problem = null
        changed(row)
        attach(row, file, await bring(row, newId(), file))
      }
    },

    removePhoto(row: Row, photo: Photo) {
      undo.remember(row, "evidence")
      row.draft.evidence = row.draft.evidence.filter(({ id }) => id !== photo.id)
      saver.touch(row)
    },

    /** Asked once of each answer, so that class and lookalikes are seen before anything is raised. */
    async lookAhead(row: Row) {
      if (!canRaise(row)) return null
      const answer = row.saved!.id
      const known = asked.get(row)
      if (known?.answer === answer) return known.seen
      row.ahead = null
      const seen = look(row, answer)
      asked.set(row, { answer, seen })
      return seen
    },

    /** One tap, unless something alike is open that the person has not `seen`: then they see it first. */
    async raise(row: Row, seen = false) {
      if (!canRaise(row) || raising.has(row)) return
      raising.add(row)
      try {
        const ahead = seen ? null : await deeds.lookAhead(row)
        if (ahead?.looks_like.length || !canRaise(row)) return
        const id = newId()
        told<Finding>(row, await send.finding({ id, answer: row.saved!.id }), (finding) => {
          row.saved!.finding = finding
        })
      } finally {
        raising.delete(row)
      }
    },

    async approve(row: Row) {
      told(row, await send.approve(row.saved!.id), () => {
        row.saved!.na_approved = true
      })
    },

    undo() {
      const row = undo.undo()
      if (row) saver.touch(row)
      return row
    },
  }

  /** Null when the line is down: then a tap asks again, and raising goes its own way. */
  async function look(row: Row, answer: string) {
    const outcome = await send.outlook(answer)
    if (outcome.kind !== "done") {
      if (asked.get(row)?.answer === answer) asked.delete(row)
      return null
    }
    if (row.saved?.id === answer) row.ahead = outcome.value
    changed(row)
    return outcome.value
  }

  /** Until it has arrived or been refused: a photo is never let go because the line was down. */
  async function bring(row: Row, id: string, file: File) {
    for (;;) {
      const outcome = await send.photo(id, file)
      if (outcome.kind !== "offline" && outcome.kind !== "signed-out") return outcome
      row.problem = `${file.name}: ${say("photo_waits")}`
      changed(row)
      await pause(PHOTO_PAUSE)
    }
  }

  function attach(row: Row, file: File, outcome: Outcome<Photo>) {
    row.uploads -= 1
    row.problem = null
    told(row, outcome, (photo) => {
      undo.remember(row, "evidence")
      row.draft.evidence = [...row.draft.evidence, photo]
      saver.touch(row)
    }, file.name)
  }

  function told<T>(row: Row, outcome: Outcome<T>, done: (value: T) => void, what = "") {
    if (outcome.kind === "done") done(outcome.value)
    else row.problem = [what, "reason" in outcome ? outcome.reason : say("not_done")].filter(Boolean).join(": ")
    changed(row)
  }

  return deeds
}

export type Deeds = ReturnType<typeof makeDeeds>

/** One tap is enough once the failed level has been stored. */
export function canRaise(row: Row) {
  return row.state === "saved" && isFailed(row.saved?.level ?? null) && !row.saved?.finding
}
