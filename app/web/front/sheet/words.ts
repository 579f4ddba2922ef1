export type Say = (key: string, parts?: Record<string, string | number>) => string

/** Sentences from the page, in the reader's language, their {names} filled. A missing one shows its key. */
export function makeSay(words: Record<string, string>): Say {
  return (key, parts = {}) =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(parts[name] ?? whole))
}
