"""The outfit on a page: paper, colour, and the parts that were chosen, in their order."""

import re
from collections.abc import Callable

from app.reports.outfit import Outfit
from app.reports.rules import Paper

OURS = "#0b5763"  # the one colour of print.css and the charts that is not ink, grey or a warning
# Letter is wider and lower; with these margins its column is as wide as that of A4.
SHEETS = {Paper.A4: "", Paper.LETTER: "@page { size: letter; margin: 18mm 18.95mm 16mm }\n"}
STYLE = "</style>"
PART = re.compile(r"<!--part:([a-z-]*)-->\n?")
BODY = "</body>"


def dressed(html: str, outfit: Outfit) -> str:
    """`html` of the templates, as `outfit` wants it."""
    if sheet := SHEETS[outfit.paper]:
        html = html.replace(STYLE, sheet + STYLE, 1)
    if outfit.colour:
        html = html.replace(OURS, outfit.colour)
    return _arranged(html, outfit.sections)


def shown_in(outfit: Outfit) -> Callable[[str], bool]:
    def shows(part: str) -> bool:
        return outfit.sections is None or part in outfit.sections

    return shows


def _arranged(html: str, chosen: tuple[str, ...] | None) -> str:
    """Parts begin at a mark and end at the next; one without a name is always told, where it is."""
    start, *marked = PART.split(html)
    if not marked:
        return html
    *rest, last = marked
    last, _body, end = last.rpartition(BODY)
    marked = [*rest, last]
    told = list(zip(marked[::2], marked[1::2], strict=True))
    if chosen is not None:
        told = _in_order(told, chosen)
    return start + "".join(text for _name, text in told) + BODY + end


def _in_order(told: list[tuple[str, str]], chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    """The chosen ones between two fixed ones change places among themselves."""
    found: list[tuple[str, str]] = []
    free: dict[str, str] = {}
    for name, text in [*told, ("", "")]:
        if name:
            free[name] = text
            continue
        found += [(one, free[one]) for one in chosen if one in free]
        found.append((name, text))
        free = {}
    return found
