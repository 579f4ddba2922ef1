import type { Answer, Finding, Outlook, Photo } from "./types.ts"

export type Outcome<T> =
  | { kind: "done"; value: T }
  | { kind: "stale"; theirs: Partial<Answer>; reason: string }
  | { kind: "refused"; reason: string }
  | { kind: "signed-out" }
  | { kind: "offline" }

export interface Addresses {
  answers: string
  evidence: string
  findings: string
}

/** Every way in which the server may reply, as one of five outcomes; nothing is thrown. */
export function makeSender(http: typeof fetch, at: Addresses) {
  const json = (method: string, url: string, body: unknown) =>
    ask(http, url, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } })

  return {
    answer: (id: string, body: object) => json("PUT", `${at.answers}/${id}`, body) as Promise<Outcome<Answer>>,
    approve: (id: string) => json("PUT", `${at.answers}/${id}/na-approval`, {}) as Promise<Outcome<unknown>>,
    finding: (body: object) => json("POST", at.findings, body) as Promise<Outcome<Finding>>,
    outlook: (answer: string) => json("POST", `${at.findings}/outlook`, { answer }) as Promise<Outcome<Outlook>>,
    photo: (id: string, file: File) =>
      ask(http, photoAddress(at.evidence, id, file.name), {
        method: "PUT",
        body: file,
        headers: { "Content-Type": "application/octet-stream" },
      }) as Promise<Outcome<Photo>>,
  }
}

export type Sender = ReturnType<typeof makeSender>

/** `base` may carry a query of its own, which says where the photo belongs. */
function photoAddress(base: string, id: string, name: string) {
  const [path, query] = base.split("?")
  return `${path}/${id}?${new URLSearchParams([...new URLSearchParams(query), ["name", name.slice(-200)]])}`
}

async function ask(http: typeof fetch, url: string, init: RequestInit): Promise<Outcome<unknown>> {
  const reply = await http(url, { ...init, credentials: "same-origin", redirect: "manual" }).catch(() => null)
  if (!reply || reply.status >= 500 || reply.status === 429) return { kind: "offline" }
  if (reply.status === 401 || reply.type === "opaqueredirect") return { kind: "signed-out" }
  const body = await reply.json().catch(() => ({}))
  if (reply.ok) return { kind: "done", value: body }
  if (reply.status === 409 && body.theirs) return { kind: "stale", theirs: body.theirs, reason: body.detail ?? "" }
  return { kind: "refused", reason: reasonOf(body) }
}

function reasonOf(body: { title?: string; detail?: string; errors?: { field: string; reason: string }[] }) {
  const errors = body.errors?.map(({ field, reason }) => `${field}: ${reason}`).join("; ")
  return body.detail || errors || body.title || "?"
}
