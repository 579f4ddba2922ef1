import type { Plain } from "./colour.ts"

type Tree = { [key: string]: Plain }

const TEXT = { color: "var(--ink-soft)", fontSize: 12 }
const AXIS = {
  axisLine: { lineStyle: { color: "var(--line-firm)" } },
  axisTick: { lineStyle: { color: "var(--line-firm)" } },
  axisLabel: { color: "var(--ink-soft)", fontSize: 12 },
  splitLine: { lineStyle: { color: "var(--line)" } },
}
const SERIES = { label: { color: "var(--ink)", textBorderWidth: 0, fontSize: 12 }, labelLayout: { hideOverlap: true } }
const DRESS: Tree = {
  color: [1, 2, 3, 4, 5].map((n) => `var(--chart-${n})`),
  legend: { textStyle: TEXT },
  tooltip: {
    renderMode: "richText",
    backgroundColor: "var(--sheet)",
    borderColor: "var(--line-firm)",
    borderWidth: 1,
    padding: 8,
    shadowBlur: 0,
    shadowColor: "transparent",
    textStyle: { color: "var(--ink)", fontSize: 12 },
  },
}

/** The option in our own dress; what it says itself stays. A tooltip made of HTML would need inline styles. */
export function dressed(option: Plain, { font, still }: { font: string; still: boolean }): Plain {
  const tree = option as Tree
  const worn: Tree = { ...tree }
  for (const key of ["xAxis", "yAxis"]) if (key in tree) worn[key] = each(tree[key] ?? {}, AXIS)
  if ("series" in tree) worn.series = each(tree.series ?? [], SERIES)
  if ("radar" in tree) worn.radar = each(tree.radar ?? {}, { ...AXIS, axisName: TEXT, splitArea: { show: false } })
  const { legend, ...always } = DRESS
  const base = "legend" in tree ? { ...always, legend: legend ?? {} } : always
  const plain = { ...base, textStyle: { ...TEXT, fontFamily: font } }
  return { animation: !still, animationDuration: 300, ...(over(plain, worn) as Tree) }
}

function each(part: Plain, dress: Tree): Plain {
  return Array.isArray(part) ? part.map((one) => over(dress, one)) : over(dress, part)
}

/** `said` laid over `base`, branch by branch. */
export function over(base: Plain, said: Plain): Plain {
  if (!isTree(base) || !isTree(said)) return said
  const keys = new Set([...Object.keys(base), ...Object.keys(said)])
  return Object.fromEntries(
    [...keys].map((key) => [key, key in said && key in base ? over(base[key]!, said[key]!) : (said[key] ?? base[key]!)]),
  )
}

function isTree(value: Plain): value is Tree {
  return value !== null && typeof value === "object" && !Array.isArray(value)
}
