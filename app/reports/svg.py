"""ECharts in a small JavaScript engine: an option in, an SVG for the PDF out."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import quickjs
from markupsafe import escape

# The engine gives up on a string glued together from many ("Unknown quickjs tag: -6"):
# Array.from(...).join makes a flat one.
DRAW = """
function draw(option, width, height) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption(JSON.parse(option))
  const text = chart.renderToSVGString()
  chart.dispose()
  return Array.from(text).join('')
}
"""
SURROUNDINGS = """
var console = { log() {}, warn() {}, error() {} }
function setTimeout() {} // only animation and throttling wait, and neither happens here
function clearTimeout() {}
"""
STYLE = re.compile(r"<style\s*>.*?</style>", re.DOTALL)
COUNTED = re.compile(r' class="zr\d+-cls-\d+"')
MADE = re.compile(r"\bzr\d+-")
# WeasyPrint draws no text whose font is told by the shorthand.
FONT = re.compile(r'style="font: normal (normal|bold) (\d+)px ([^"]*)"')
LONG = r'style="font-size:\2px;font-family:\3;font-weight:\1;"'
OPENING = re.compile(r"<svg\b[^>]*>")
MEMORY = 128 * 1024 * 1024


class Charts:
    """Loads the engine once; `bundle` is the ECharts script which the launcher builds."""

    def __init__(self, bundle: Path) -> None:
        self._engine = quickjs.Context()
        self._engine.set_memory_limit(MEMORY)
        self._engine.eval(SURROUNDINGS)
        self._engine.eval(bundle.read_text(encoding="utf-8"))
        self._engine.eval(DRAW)

    def svg(self, option: Mapping[str, Any], width: int, height: int, title: str) -> str:
        """Byte-identical for equal input. `title` is what a reader hears in place of the chart."""
        drawn = self._engine.get("draw")(json.dumps(option), width, height)
        return _opened(_settled(drawn), width, height, title)


def _settled(svg: str) -> str:
    """Names of its own: made of what is drawn, not counted up with every chart of the process."""
    plain = FONT.sub(LONG, MADE.sub("zr-", COUNTED.sub("", STYLE.sub("", svg))))
    return plain.replace("zr-", f"z{sha256(plain.encode()).hexdigest()[:8]}-")


def _opened(svg: str, width: int, height: int, title: str) -> str:
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}"><title>{escape(title)}</title>'
    )
    return OPENING.sub(lambda _found: start, svg, count=1)
