import { isFiltering, makeMatcher, NO_FILTER, type Filter } from "./filter.ts"
import type { Row } from "./types.ts"

/**
 * Which rows are shown, which of them are open, and which is the one the keys mean. What is shown
 * is settled when the filter is set, so that a row does not vanish under the hand that answers it.
 */
export function makeSelection(rows: readonly Row[], mine: ReadonlySet<string>) {
  const opened = new Set<Row>()
  let filter = NO_FILTER
  let shown = rows
  let current = rows[0] ?? null

  /** A stamp is what makes a row be drawn anew. */
  function become(row: Row | null) {
    if (current) current.stamp += 1
    if (row) row.stamp += 1
    current = row
    return row
  }

  const selection = {
    get shown() {
      return shown
    },
    get filter() {
      return filter
    },
    get current() {
      return current
    },
    isOpen: (row: Row) => opened.has(row),
    choose: become,
    toggle(row: Row, open = !opened.has(row)) {
      become(row)
      if (open) opened.add(row)
      else opened.delete(row)
    },
    setFilter(part: Partial<Filter>) {
      filter = { ...filter, ...part }
      shown = isFiltering(filter) ? rows.filter(makeMatcher(filter, mine)) : rows
      if (!current || !shown.includes(current)) become(shown[0] ?? null)
    },
    /** Whether the filter, asked again, would show something else. */
    isOutdated() {
      if (!isFiltering(filter)) return false
      const matches = makeMatcher(filter, mine)
      const now = rows.filter(matches)
      return now.length !== shown.length || now.some((row, n) => row !== shown[n])
    },
    move(by: number) {
      const at = current ? shown.indexOf(current) : -1
      return become(shown[Math.min(Math.max(at + by, 0), shown.length - 1)] ?? null)
    },
    /** The next row without a level, from the top again after the last. */
    moveToUnanswered() {
      const at = current ? shown.indexOf(current) : -1
      const around = [...shown.slice(at + 1), ...shown.slice(0, at + 1)]
      return become(around.find((row) => row.draft.level === null) ?? current)
    },
  }
  return selection
}

export type Selection = ReturnType<typeof makeSelection>
