import type { Measure } from "./types.ts"
import type { Say } from "./words.ts"

const DECIMAL = /^[+-]?\d{1,11}(?:[.,]\d{1,9})?$/

/** The number as the server wants it, "" for none, null for what is no number. A comma is a point. */
export function readDecimal(typed: string): string | null {
  const text = typed.trim()
  if (text === "") return ""
  return DECIMAL.test(text) ? text.replace(",", ".").replace(/^\+/, "") : null
}

/** Whether a measured value holds its limit, exact to the last digit. */
export function holds(measure: Measure, value: string) {
  const difference = scaled(value) - scaled(measure.limit)
  if (difference === 0n) return measure.inclusive ?? true
  return measure.direction === "max" ? difference < 0n : difference > 0n
}

/** A value with its unit, as the reader's language puts it; without a value the unit alone. */
export function withUnit({ unit }: Pick<Measure, "unit">, value: string, say: Say) {
  const told = say(`unit_${unit}`, { n: value })
  return (told === `unit_${unit}` ? say("unit_", { n: value, unit }) : told).trim()
}

/** In billionths, so that 0.1 is 0.1. */
function scaled(decimal: string) {
  const negative = decimal.startsWith("-")
  const [whole = "0", part = ""] = decimal.replace(/^[+-]/, "").split(".")
  const size = BigInt(whole) * 1_000_000_000n + BigInt(part.padEnd(9, "0").slice(0, 9))
  return negative ? -size : size
}
