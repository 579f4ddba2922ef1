export type Level = "0" | "1" | "2" | "3" | "4" | "na"

export interface Measure {
  quantity: string
  unit: string
  limit: string
  /** The limit as it is read: with its power of ten where that is large. */
  shown: string
  direction: "max" | "min"
  instrument: string
  inclusive?: boolean
}

export interface Item {
  title: string
  requirement: string
  criterion: string
  evidence: string[]
  guidance: string
  failure: string
  method: string
  severity: string
  knock_out: boolean
  sample: { n: number | null; words: string }
  ask: string[]
  refs: string[]
  zones: string | null
  measure: Measure | null
  timer: { seconds: number } | null
  interview: { k: number; n: number } | null
}

export interface Zone {
  id: string
  name: string
}

export interface Photo {
  id: string
  name?: string
  thumb: string | null
  picture?: string | null
  file?: string
}

export interface Finding {
  id: string
  ref: string
}

/** What a finding would be like, before it is raised: its class with the reason, and what is open alike. */
export interface Outlook {
  class: string
  because: string
  looks_like: { ref: string; statement: string }[]
}

/** What a person enters; everything else about an answer comes from the server. */
export interface Fields {
  level: Level | null
  note: string
  na_reason: string
  measured: string | null
  elapsed_seconds: number | null
  observed_at: string | null
  evidence: Photo[]
}

export interface Answer extends Fields {
  id: string
  item: string
  zone: string | null
  revision: number
  na_approved: boolean
  by: string
  finding: Finding | null
}

export interface Before {
  level: Level | null
  note: string
  observed_at: string
  audit: string
  photos: readonly string[]
  finding: Finding | null
}

export interface Category {
  id: string
  number: number
  title: string
  sections: { id: string; title: string; items: string[] }[]
}

/** What does not change while an audit runs. */
export interface Checklist {
  categories: Category[]
  items: Record<string, Item>
  roles: Record<string, string>
  methods: Record<string, string>
  severities: Record<string, string>
}

export interface Sheet {
  checklist: Checklist
  audit: { id: string; ref: string; can_answer: boolean; time_zone: string }
  lang: string
  zones: Record<string, Zone[]>
  answers: Answer[]
  previous: Record<string, Before>
  progress: { answered: number; expected: number }
  mine?: string[]
}

/** blank: nothing entered; the rest is how far what was entered has got. */
export type State = "blank" | "saved" | "waiting" | "saving" | "offline" | "refused" | "stale"

/** One line to answer: an item, in one zone where it is asked per zone. */
export interface Row {
  key: string
  id: string
  item: Item
  zone: Zone | null
  category: string
  section: string
  saved: Answer | null
  draft: Fields
  before: Before | null
  state: State
  problem: string | null
  theirs: Partial<Answer> | null
  uploads: number
  ahead: Outlook | null
  stamp: number
}
