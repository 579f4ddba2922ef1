import { html, nothing } from "lit"
import type { Photo, Row } from "../types.ts"
import type { Context } from "./context.ts"

/** Photos as they stand, and two ways to add one: the camera, or a file. */
export function photos(row: Row, context: Context) {
  const { say, sheet } = context
  const { evidence } = row.draft
  return html`<div class="pictures" role="group" aria-label=${say("photos")}>
    ${evidence.length ? html`<ul class="photos">${evidence.map((photo) => picture(row, photo, context))}</ul>` : nothing}
    ${sheet.audit.can_answer ? html`<div class="actions">${adder(row, context, true)} ${adder(row, context, false)}</div>` : nothing}
    ${row.uploads ? html`<p class="small soft" role="status">${say("sending", { n: row.uploads })}</p>` : nothing}
  </div>`
}

function adder(row: Row, { say, deeds }: Context, camera: boolean) {
  const take = (event: Event) => {
    const field = event.target as HTMLInputElement
    void deeds.photograph(row, [...(field.files ?? [])])
    field.value = ""
  }
  return html`<label class="button">
    ${say(camera ? "camera" : "file")}
    <input class="unseen" type="file" data-field=${camera ? "camera" : "file"} accept="image/*" capture=${camera ? "environment" : nothing} ?multiple=${!camera} @change=${take} />
  </label>`
}

function picture(row: Row, photo: Photo, { say, deeds, sheet }: Context) {
  const name = photo.name || say("photo")
  return html`<li class="photo">
    <a href=${photo.picture ?? photo.file ?? photo.thumb ?? ""} target="_blank" rel="noopener">
      ${photo.thumb ? html`<img src=${photo.thumb} alt=${name} loading="lazy" />` : name}
    </a>
    ${sheet.audit.can_answer
      ? html`<button type="button" class="button" data-kind="quiet" @click=${() => deeds.removePhoto(row, photo)}>${say("remove")}</button>`
      : nothing}
  </li>`
}
