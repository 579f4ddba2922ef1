// The charts of the reports: the parts that app/reports/charts.py asks for, and no browser.
import { BarChart, HeatmapChart, LineChart, RadarChart, ScatterChart } from "echarts/charts"
import {
  AriaComponent,
  DatasetComponent,
  GraphicComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  RadarComponent,
  TitleComponent,
  VisualMapComponent,
} from "echarts/components"
import { LabelLayout } from "echarts/features"
import { use } from "echarts/core"
import { SVGRenderer } from "echarts/renderers"

use([
  ...[BarChart, HeatmapChart, LineChart, RadarChart, ScatterChart],
  ...[AriaComponent, DatasetComponent, GraphicComponent, GridComponent, LegendComponent],
  ...[MarkAreaComponent, MarkLineComponent, MarkPointComponent],
  ...[RadarComponent, TitleComponent, VisualMapComponent, LabelLayout, SVGRenderer],
])

export * from "echarts/core"
