import { fieldsOf } from "./book.ts"
import type { Fields, Row } from "./types.ts"

/** Remembers what a row said before each change; changes that run on within one field count as one. */
export function makeUndo(limit = 100) {
  const past: { row: Row; what: string; fields: Fields }[] = []

  return {
    remember(row: Row, what: string) {
      const last = past.at(-1)
      if (last?.row === row && last.what === what && what !== "level") return
      past.push({ row, what, fields: fieldsOf(row.draft) })
      if (past.length > limit) past.shift()
    },
    /** Gives back the row that was put back, or nothing. */
    undo(): Row | null {
      const last = past.pop()
      if (!last) return null
      last.row.draft = { ...last.fields, observed_at: null }
      return last.row
    },
    get size() {
      return past.length
    },
  }
}

export type Undo = ReturnType<typeof makeUndo>
