import { html, type TemplateResult } from "lit"
import { makeProgress, rowsOf } from "./book.ts"
import { canRaise, makeDeeds } from "./deeds.ts"
import { NO_FILTER } from "./filter.ts"
import { listen } from "./keys.ts"
import { isFailed } from "./level.ts"
import { makeSaver } from "./saver.ts"
import { makeSelection } from "./selection.ts"
import type { Sender } from "./send.ts"
import type { Level, Row, Sheet } from "./types.ts"
import { makeUndo } from "./undo.ts"
import { bar } from "./view/bar.ts"
import type { Context } from "./view/context.ts"
import { list } from "./view/list.ts"
import { placeOf } from "./view/row.ts"
import type { Watch } from "./watch.ts"
import { makeWhen } from "./when.ts"
import type { Say } from "./words.ts"

interface Needs {
  page: Document
  me: string
  may: { approve: boolean; raise: boolean }
  say: Say
  send: Sender
  watch: Watch
  draw(view: TemplateResult): void
}

/** Joins the parts: what is known, what may be done, what is seen. */
export function open(sheet: Sheet, { page, me, may, say, send, watch, draw }: Needs) {
  const rows = rowsOf(sheet)
  const progress = makeProgress(sheet, rows)
  const selection = makeSelection(rows, new Set(sheet.mine))
  const newId = () => crypto.randomUUID()
  let signedOut = false
  let asked = false

  const saver = makeSaver({
    audit: sheet.audit.id,
    send,
    newId,
    now: () => new Date().toISOString(),
    after(ms, deed) {
      const timer = setTimeout(deed, ms)
      return () => clearTimeout(timer)
    },
    changed,
    signedOut: () => (signedOut = true),
  })
  const deeds = makeDeeds({ saver, send, undo: makeUndo(), watch, say, newId, pause, changed })
  const context: Context = {
    ...{ sheet, say, me, may, deeds, saver, watch },
    when: makeWhen(sheet.lang, sheet.audit.time_zone),
    wide: matchMedia("(min-width: 48.01rem)").matches,
    isOpen: selection.isOpen,
    isCurrent: (row) => row === selection.current,
    toggle: (row) => (selection.toggle(row), lookAhead(row), paint()),
    choose: (row) => row !== selection.current && (selection.choose(row), paint()),
    rate,
    get filter() {
      return selection.filter
    },
    setFilter: (part) => (selection.setFilter(part), paint()),
  }

  /** A failed level opens its item, where note, photo and finding wait. */
  function rate(row: Row, level: Level) {
    deeds.rate(row, level)
    if (isFailed(level) || level === "na") selection.toggle(row, true)
    paint()
    if (level === "na" && !row.draft.na_reason) focus(row, "[data-field=na_reason]")
  }

  function changed(row: Row) {
    row.stamp += 1
    if (row.state === "saved") signedOut = false
    lookAhead(row)
    paint()
  }

  function lookAhead(row: Row) {
    if (may.raise && selection.isOpen(row)) void deeds.lookAhead(row)
  }

  function paint() {
    if (asked) return
    asked = true
    requestAnimationFrame(paintNow)
  }

  function paintNow() {
    asked = false
    const standing = {
      ...progress(),
      shown: selection.shown.length,
      unsaved: rows.filter(isUnsaved).length,
      signedOut,
      outdated: selection.isOutdated(),
      refresh: () => context.setFilter({}),
    }
    draw(html`${bar(context, standing)} ${list(selection.shown, context, () => context.setFilter(NO_FILTER))}`)
  }

  function focus(row: Row | null, part = ".line-title") {
    paintNow()
    const line = row && page.getElementById(placeOf(row))
    line?.scrollIntoView({ block: "nearest" })
    line?.querySelector<HTMLElement>(part)?.focus({ preventScroll: true })
  }

  function withCurrent(deed: (row: Row) => void) {
    return () => {
      if (selection.current) deed(selection.current)
    }
  }

  function inCurrent(part: string) {
    return withCurrent((row) => (selection.toggle(row, true), focus(row, part)))
  }

  const canAnswer = sheet.audit.can_answer
  listen(page, {
    move: (by) => focus(selection.move(by)),
    moveToUnanswered: () => focus(selection.moveToUnanswered()),
    rate: (level) =>
      withCurrent((row) => {
        if (!canAnswer) return
        rate(row, level)
        if (!selection.isOpen(row)) focus(selection.move(1))
      })(),
    toggle: withCurrent((row) => (selection.toggle(row), focus(row))),
    close: withCurrent((row) => {
      if (page.activeElement?.matches("input, textarea, select")) return focus(row)
      selection.toggle(row, false)
      focus(row)
    }),
    write: inCurrent("[data-field=note]"),
    photograph: inCurrent("[data-field=camera]"),
    raise: withCurrent((row) => {
      if (!may.raise || !canRaise(row)) return
      const seen = selection.isOpen(row) && row.ahead !== null
      selection.toggle(row, true)
      void deeds.raise(row, seen)
      paint()
    }),
    watch: withCurrent((row) => {
      if (!canAnswer || !row.item.timer) return
      selection.toggle(row, true)
      if (watch.seconds(row.key) === null) deeds.startWatch(row)
      else deeds.stopWatch(row)
    }),
    undo: () => canAnswer && focus(deeds.undo() ?? selection.current),
  })

  const timed = rows.filter((row) => row.item.timer)
  setInterval(() => timed.filter((row) => watch.seconds(row.key) !== null).forEach(changed), 1000)
  const retry = () => rows.filter((row) => row.state === "offline").forEach((row) => void saver.save(row))
  addEventListener("online", retry)
  addEventListener("focus", retry)
  addEventListener("beforeunload", (event) => rows.some(isUnsaved) && event.preventDefault())
  paintNow()
}

function isUnsaved(row: Row) {
  return (row.state !== "blank" && row.state !== "saved") || row.uploads > 0
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
