import { BarChart, HeatmapChart, LineChart, RadarChart, ScatterChart } from "echarts/charts"
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  RadarComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components"
import { init, use } from "echarts/core"
import type { ECBasicOption } from "echarts/types/dist/shared"
import { LabelLayout } from "echarts/features"
import { SVGRenderer } from "echarts/renderers"
import { coloured, type Plain } from "./charts/colour.ts"
import { dressed } from "./charts/dress.ts"
import { colourReader, wantsStillness, watchLook } from "./charts/look.ts"
import { narrowed } from "./charts/narrow.ts"

use([BarChart, HeatmapChart, LineChart, RadarChart, ScatterChart])
use([GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, RadarComponent])
use([LabelLayout, SVGRenderer, TitleComponent, TooltipComponent, VisualMapComponent])

const NARROW = 560

for (const figure of document.querySelectorAll<HTMLElement>("[data-chart]")) draw(figure)

function draw(figure: HTMLElement) {
  const canvas = figure.querySelector<HTMLElement>("[data-canvas]")
  const option = JSON.parse(figure.dataset.chart ?? "{}") as Plain
  if (!canvas || "drawn" in figure.dataset) return
  figure.dataset.drawn = ""
  if ("radar" in (option as object)) figure.dataset.size ??= "big"
  figure.querySelector("details")?.removeAttribute("open")
  const size = { width: canvas.clientWidth || 640, height: canvas.clientHeight || 288 }
  const chart = init(canvas, null, { renderer: "svg", ...(canvas.clientWidth ? {} : size) })
  const wear = { font: getComputedStyle(figure).fontFamily, still: wantsStillness(window) }
  const paint = () => {
    const fitting = chart.getWidth() < NARROW ? narrowed(option) : option
    chart.setOption(coloured(dressed(fitting, wear), colourReader(document)) as ECBasicOption, true)
  }

  paint()
  watchLook(document, canvas, { recolour: paint, resize: () => (chart.resize(), paint()) })
}
