/** A stop-watch that survives a reload: what is kept is the instant it was started. */
export function makeWatch(store: Pick<Storage, "getItem" | "setItem" | "removeItem">, now: () => number) {
  const name = (key: string) => `watch ${key}`

  return {
    start: (key: string) => store.setItem(name(key), String(now())),
    seconds(key: string): number | null {
      const started = Number(store.getItem(name(key)) ?? Number.NaN)
      return Number.isFinite(started) ? Math.max(0, Math.floor((now() - started) / 1000)) : null
    },
    stop(key: string) {
      const seconds = this.seconds(key)
      store.removeItem(name(key))
      return seconds
    },
  }
}

export type Watch = ReturnType<typeof makeWatch>

/** 4:05, or 1:02:03 from an hour on. */
export function clockFace(seconds: number) {
  const two = (n: number) => String(n).padStart(2, "0")
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
