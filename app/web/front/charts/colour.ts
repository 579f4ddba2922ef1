export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain }

const TOKEN = /^var\((--[\w-]+)\)$/

/** The option with each "var(--token)" in it replaced by what `read` says of the token. */
export function coloured(option: Plain, read: (token: string) => string): Plain {
  if (typeof option === "string") {
    const token = TOKEN.exec(option)?.[1]
    return token ? read(token) : option
  }
  if (Array.isArray(option)) return option.map((part) => coloured(part, read))
  if (option === null || typeof option !== "object") return option
  return Object.fromEntries(Object.entries(option).map(([key, part]) => [key, coloured(part, read)]))
}
