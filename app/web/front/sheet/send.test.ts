import assert from "node:assert/strict"
import test from "node:test"
import { makeSender } from "./send.ts"

const AT = { answers: "/a", evidence: "/e?site=s", findings: "/f" }

function replying(reply: Response | Error) {
  const asked: { url: string; init: RequestInit }[] = []
  const http = (async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    if (reply instanceof Error) throw reply
    return reply
  }) as unknown as typeof fetch
  return { asked, send: makeSender(http, AT) }
}

const json = (body: unknown, status: number) => new Response(JSON.stringify(body), { status })

test("each kind of reply is one outcome", async () => {
  const outcome = async (reply: Response | Error) => (await replying(reply).send.answer("1", {})).kind
  assert.equal(await outcome(json({ id: "1" }, 201)), "done")
  assert.equal(await outcome(json({ theirs: {} }, 409)), "stale")
  assert.equal(await outcome(json({ detail: "Closed." }, 409)), "refused")
  assert.equal(await outcome(json({ detail: "No." }, 422)), "refused")
  assert.equal(await outcome(json({}, 401)), "signed-out")
  assert.equal(await outcome(json({}, 503)), "offline")
  assert.equal(await outcome(new TypeError("network")), "offline")
})

test("a refusal says why in the server's sentence", async () => {
  const { send } = replying(json({ title: "Wrong", errors: [{ field: "note", reason: "Too long." }] }, 422))
  assert.deepEqual(await send.answer("1", {}), { kind: "refused", reason: "note: Too long." })
})

test("a photo goes where it belongs under its own name", async () => {
  const { asked, send } = replying(json({ id: "p" }, 201))
  await send.photo("p", new File(["x"], "floor & wall.jpg"))
  assert.equal(asked[0]!.url, "/e/p?site=s&name=floor+%26+wall.jpg")
})

test("a reply without a body is done too", async () => {
  const { send } = replying(new Response(null, { status: 204 }))
  assert.equal((await send.approve("1")).kind, "done")
})
