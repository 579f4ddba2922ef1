import type { Deeds } from "../deeds.ts"
import type { Filter } from "../filter.ts"
import type { Saver } from "../saver.ts"
import type { Level, Row, Sheet } from "../types.ts"
import type { Watch } from "../watch.ts"
import type { When } from "../when.ts"
import type { Say } from "../words.ts"

/** All that a piece of the page needs to draw itself and to answer a touch. */
export interface Context {
  sheet: Sheet
  say: Say
  me: string
  may: { approve: boolean; raise: boolean }
  wide: boolean
  deeds: Deeds
  saver: Saver
  watch: Watch
  isOpen(row: Row): boolean
  isCurrent(row: Row): boolean
  toggle(row: Row): void
  choose(row: Row): void
  rate(row: Row, level: Level): void
  filter: Filter
  setFilter(part: Partial<Filter>): void
  when: When
}
