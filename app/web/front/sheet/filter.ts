import { isFailed } from "./level.ts"
import type { Row } from "./types.ts"

export type Status = "all" | "unanswered" | "failed" | "na" | "changed" | "unsaved" | "mine"

export interface Filter {
  text: string
  status: Status
  category: string
  method: string
  knockOut: boolean
}

export const NO_FILTER: Filter = { text: "", status: "all", category: "", method: "", knockOut: false }

export function isFiltering(filter: Filter) {
  return (Object.keys(NO_FILTER) as (keyof Filter)[]).some((name) => filter[name] !== NO_FILTER[name])
}

/** `mine`: the categories given to the person at the sheet. */
export function makeMatcher(filter: Filter, mine: ReadonlySet<string>) {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return (row: Row) =>
    (!filter.category || row.category === filter.category) &&
    (!filter.method || row.item.method === filter.method) &&
    (!filter.knockOut || row.item.knock_out) &&
    hasStatus(row, filter.status, mine) &&
    (words.length === 0 || words.every((word) => haystack(row).includes(word)))
}

function hasStatus(row: Row, status: Status, mine: ReadonlySet<string>) {
  const level = row.draft.level
  switch (status) {
    case "all":
      return true
    case "unanswered":
      return level === null
    case "failed":
      return isFailed(level)
    case "na":
      return level === "na"
    case "changed":
      return row.before !== null && level !== null && row.before.level !== level
    case "unsaved":
      return row.state !== "blank" && row.state !== "saved"
    case "mine":
      return mine.has(row.category)
  }
}

const known = new WeakMap<Row["item"], string>()

function haystack(row: Row) {
  let text = known.get(row.item)
  if (text === undefined) {
    const { title, requirement, criterion } = row.item
    text = [row.id, title, requirement, criterion].join("\n").toLowerCase()
    known.set(row.item, text)
  }
  return row.zone ? `${text}\n${row.zone.name.toLowerCase()}` : text
}
