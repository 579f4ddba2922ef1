import { html, nothing, type TemplateResult } from "lit"
import { canRaise } from "../deeds.ts"
import { isFailed } from "../level.ts"
import type { Outlook, Row } from "../types.ts"
import type { Context } from "./context.ts"
import { compare } from "./compare.ts"
import { fields } from "./fields.ts"
import { levelMark } from "./level.ts"
import { photos } from "./photos.ts"
import { stopWatch } from "./stop_watch.ts"

/** An open item: what is asked on one side, what was found on the other. */
export function panel(row: Row, context: Context) {
  return html`<div class="panel">
    ${asked(row, context)}
    <div class="found">
      ${row.state === "stale" ? compare(row, context) : nothing}
      ${row.problem && row.state !== "stale" ? html`<p class="trouble" role="alert">${row.problem}</p>` : nothing}
      ${row.item.timer ? stopWatch(row, context) : nothing} ${fields(row, context)} ${photos(row, context)}
      ${consequence(row, context)} ${before(row, context)}
    </div>
  </div>`
}

function asked({ item }: Row, { say, sheet }: Context) {
  const roles = item.ask.map((role) => sheet.checklist.roles[role] ?? role).join(say("comma"))
  const heard = item.interview ? `; ${say("interview", { ...item.interview })}` : ""
  return html`<div class="asked">
    <p class="requirement">${item.requirement}</p>
    ${part(say("criterion"), item.criterion, "criterion")} ${part(say("sample"), item.sample.words + heard)}
    ${part(say("ask"), roles)}
    ${part(say("evidence"), html`<ul>${item.evidence.map((line) => html`<li>${line}</li>`)}</ul>`)}
    ${part(say("guidance"), item.guidance)} ${part(say("failure"), item.failure)}
    ${item.refs.length ? part(say("refs"), item.refs.join("; ")) : nothing}
  </div>`
}

function part(label: string, content: string | TemplateResult, kind = "") {
  if (!content) return nothing
  return html`<section data-part=${kind}><h4 class="label">${label}</h4><div>${content}</div></section>`
}

function consequence(row: Row, context: Context) {
  const { say, deeds, me, may } = context
  const { saved } = row
  if (saved?.finding) {
    return html`<p>
      ${say("finding")} <a class="ref" href=${`/findings/${saved.finding.ref}`}>${saved.finding.ref}</a>
    </p>`
  }
  if (isFailed(row.draft.level) && may.raise) {
    const ahead = canRaise(row) ? row.ahead : null
    return html`${ahead ? outlook(ahead, context) : nothing}
      <p>
        <button type="button" class="button" data-kind="alarm" data-deed="raise" ?disabled=${!canRaise(row)} @click=${() => deeds.raise(row, ahead !== null)}>
          ${say(ahead?.looks_like.length ? "raise_too" : "raise")}
        </button>
      </p>`
  }
  if (saved?.level !== "na" || row.draft.level !== "na") return nothing
  if (saved.na_approved) return html`<p class="small soft">${say("na_approved")}</p>`
  return html`<p class="small soft">${say("na_waits")}</p>
    ${saved.by === me || !may.approve
      ? nothing
      : html`<p><button type="button" class="button" @click=${() => deeds.approve(row)}>${say("na_approve")}</button></p>`}`
}

function outlook({ because, looks_like: alike }: Outlook, { say }: Context) {
  return html`<div class="ahead" role="status">
    ${alike.length ? html`<p><strong>${say("looks_like")}</strong></p>
        <ul>${alike.map((one) => html`<li><a class="ref" href=${`/findings/${one.ref}`}>${one.ref}</a> ${one.statement}</li>`)}</ul>` : nothing}
    <p class="small soft">${because}</p>
  </div>`
}

function before({ before: last }: Row, context: Context) {
  if (!last) return nothing
  const { say } = context
  return html`<section class="before">
    <h4 class="label">${say("last_round")} · ${last.audit} · ${context.when.day(last.observed_at)}</h4>
    <p>${levelMark(last.level, context)}</p>
    ${last.note ? html`<p class="note">${last.note}</p>` : nothing}
    ${last.photos.length ? html`<ul class="photos">${last.photos.map((src) => html`<li><img src=${src} alt=${say("photo")} loading="lazy" /></li>`)}</ul>` : nothing}
    ${last.finding ? html`<p><a class="ref" href=${`/findings/${last.finding.ref}`}>${last.finding.ref}</a></p>` : nothing}
  </section>`
}
