import { rowsOf } from "./book.ts"
import type { Answer, Checklist, Item, Row, Sheet } from "./types.ts"

/** A small sheet for tests: three items, the last of them in two washrooms. */
export function sampleSheet(part: Partial<Sheet> = {}): Sheet {
  return {
    checklist: sampleChecklist(),
    audit: { id: "audit", ref: "A-1", can_answer: true, time_zone: "Asia/Shanghai" },
    lang: "en",
    zones: { washroom: [{ id: "w1", name: "North" }, { id: "w2", name: "South" }] },
    answers: [],
    previous: {},
    progress: { answered: 0, expected: 4 },
    ...part,
  }
}

function sampleChecklist(): Checklist {
  return {
    categories: [
      { id: "06", number: 6, title: "Process quality", sections: [{ id: "line", title: "Line", items: ["PRQ-001", "PRQ-002"] }] },
      { id: "12", number: 12, title: "Facilities", sections: [{ id: "wash", title: "Washrooms", items: ["FAC-001"] }] },
    ],
    items: {
      "PRQ-001": sampleItem({ title: "Illuminance at the bench", method: "measurement" }),
      "PRQ-002": sampleItem({ title: "Labels match the lot", knock_out: true }),
      "FAC-001": sampleItem({ title: "Floor dry within 15 minutes", zones: "washroom", timer: { seconds: 900 } }),
    },
    roles: {},
    methods: {},
    severities: {},
  }
}

export function sampleAnswer(part: Partial<Answer> = {}): Answer {
  return {
    id: "answer",
    item: "PRQ-001",
    zone: null,
    revision: 1,
    level: "4",
    note: "",
    na_reason: "",
    na_approved: false,
    measured: null,
    elapsed_seconds: null,
    observed_at: "2026-11-20T08:00:00Z",
    by: "Marek",
    evidence: [],
    finding: null,
    ...part,
  }
}

export const sampleRow = (): Row => rowsOf(sampleSheet())[0]!

function sampleItem(part: Partial<Item>): Item {
  return {
    title: "",
    requirement: "",
    criterion: "",
    evidence: [],
    guidance: "",
    failure: "",
    method: "observation",
    severity: "major",
    knock_out: false,
    sample: { n: null, words: "" },
    ask: [],
    refs: [],
    zones: null,
    measure: null,
    timer: null,
    interview: null,
    ...part,
  }
}
