import { isAnswered } from "./level.ts"
import type { Answer, Fields, Row, Sheet, Zone } from "./types.ts"

export const EMPTY: Fields = {
  level: null,
  note: "",
  na_reason: "",
  measured: null,
  elapsed_seconds: null,
  observed_at: null,
  evidence: [],
}

/** Everything there is to answer, in checklist order. An item that is asked per zone has a row for each. */
export function rowsOf(sheet: Sheet): Row[] {
  const answers = new Map(sheet.answers.map((answer) => [keyOf(answer.item, answer.zone), answer]))
  const rows: Row[] = []
  for (const category of sheet.checklist.categories) {
    for (const section of category.sections) {
      for (const id of section.items) {
        for (const zone of zonesOf(sheet, id)) {
          const key = keyOf(id, zone?.id ?? null)
          const saved = answers.get(key) ?? null
          rows.push({
            key,
            id,
            item: sheet.checklist.items[id]!,
            zone,
            category: category.id,
            section: section.id,
            saved,
            draft: fieldsOf(saved),
            before: sheet.previous[key] ?? null,
            state: saved ? "saved" : "blank",
            problem: null,
            theirs: null,
            uploads: 0,
            ahead: null,
            stamp: 0,
          })
        }
      }
    }
  }
  return rows
}

export const keyOf = (item: string, zone: string | null) => (zone ? `${item} ${zone}` : item)

export function fieldsOf(answer: Partial<Answer> | null): Fields {
  const { level, note, na_reason, measured, elapsed_seconds, observed_at, evidence } = { ...EMPTY, ...answer }
  return { level, note, na_reason, measured, elapsed_seconds, observed_at, evidence: [...evidence] }
}

/** The server's count when the sheet was read, moved by what has been saved since. */
export function makeProgress(sheet: Sheet, rows: readonly Row[]) {
  const count = () => rows.filter(isAnswered).length
  const offset = sheet.progress.answered - count()
  return () => ({ answered: offset + count(), expected: sheet.progress.expected })
}

function zonesOf(sheet: Sheet, id: string): readonly (Zone | null)[] {
  const kind = sheet.checklist.items[id]?.zones
  return kind ? (sheet.zones[kind] ?? []) : [null]
}
