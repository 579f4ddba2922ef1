/** Instants on the clock of the site, where they were seen. */
export function makeWhen(lang: string, timeZone: string) {
  const locale = lang === "zh" ? "zh-CN" : "en-GB"
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone })
  const minutes = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone })
  const wall = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone })

  /** How far the site's clock is ahead of UTC at an instant, in milliseconds. */
  const ahead = (at: number) => Date.parse(`${wall.format(at).replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000

  return {
    day: (at: string) => days.format(new Date(at)),
    minute: (at: string) => minutes.format(new Date(at)),
    /** As a field for date and time wants it. */
    field: (at: string) => wall.format(new Date(at)).replace(" ", "T").slice(0, 16),
    /** What was typed into such a field, or null. */
    read(typed: string) {
      const asUtc = Date.parse(`${typed}Z`)
      if (Number.isNaN(asUtc)) return null
      return new Date(asUtc - ahead(asUtc - ahead(asUtc))).toISOString()
    },
  }
}

export type When = ReturnType<typeof makeWhen>
