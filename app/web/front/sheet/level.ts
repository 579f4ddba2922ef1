import type { Fields, Level, Row } from "./types.ts"

export const LEVELS: readonly Level[] = ["0", "1", "2", "3", "4", "na"]
const KEYS: Record<string, Level> = { "0": "0", "1": "1", "2": "2", "3": "3", "4": "4", n: "na", N: "na" }

export const levelOfKey = (key: string): Level | null => KEYS[key] ?? null

export const isFailed = (level: Level | null) => level === "0" || level === "1" || level === "2"

/** Answered: a level, or a not-applicable that a second person approved. The same rule as the server's. */
export function isAnswered(row: Row) {
  const level = row.saved?.level ?? null
  return level !== null && (level !== "na" || row.saved!.na_approved)
}

/** A level is worth sending; a reason belongs to not-applicable before it is. */
export function isReady(fields: Fields) {
  return fields.level !== "na" || fields.na_reason.trim() !== ""
}
