import type { Plain } from "./colour.ts"

type Tree = { [key: string]: Plain }

/** Where there is little room a line names its two ends only, and uprights go without words; the table has all. */
export function narrowed(option: Plain): Plain {
  const tree = option as Tree
  if (!Array.isArray(tree.series)) return option
  return { ...tree, series: tree.series.map((one) => endsOnly(one as Tree)) }
}

function endsOnly(series: Tree): Tree {
  const { data } = series
  if (series.type !== "line" || !Array.isArray(data)) return series
  const ends = data.map((point, n) => (n === 0 || n === data.length - 1 ? point : unnamed(point)))
  return { ...series, data: ends, ...("markLine" in series ? { markLine: bare(series.markLine as Tree) } : {}) }
}

function bare(rules: Tree): Tree {
  const { data } = rules
  if (!Array.isArray(data)) return rules
  return { ...rules, data: data.map((rule) => (rule !== null && typeof rule === "object" && "xAxis" in rule ? unnamed(rule) : rule)) }
}

function unnamed(point: Plain): Plain {
  const tree = point !== null && typeof point === "object" && !Array.isArray(point) ? point : { value: point }
  return { ...tree, label: { show: false } }
}
