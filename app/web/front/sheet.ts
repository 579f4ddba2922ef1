import { render } from "lit"
import { open } from "./sheet/page.ts"
import { makeSender } from "./sheet/send.ts"
import type { Sheet } from "./sheet/types.ts"
import { makeWatch } from "./sheet/watch.ts"
import { makeSay } from "./sheet/words.ts"

const place = document.querySelector<HTMLElement>("[data-sheet-url]")
if (place) void start(place)

async function start(place: HTMLElement) {
  const { sheetUrl = "", answers = "", evidence = "", findings = "", me = "", mayApprove, mayRaise } = place.dataset
  const say = makeSay(JSON.parse(document.querySelector("[data-words]")?.textContent ?? "{}"))
  const reply = await fetch(sheetUrl).catch(() => null)
  if (!reply?.ok) {
    place.textContent = say("not_loaded")
    return
  }
  const http = fetch.bind(window)
  place.replaceChildren()
  open((await reply.json()) as Sheet, {
    page: document,
    me,
    may: { approve: mayApprove !== undefined, raise: mayRaise !== undefined },
    say,
    send: makeSender(http, { answers, evidence, findings }),
    watch: makeWatch(localStorage, () => Date.now()),
    draw: (view) => render(view, place),
  })
}
