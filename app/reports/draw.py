"""The one call site of WeasyPrint: `python -m app.reports.draw`, a process for one report.

A job comes in on stdin as JSON, the PDF goes to the path it names, and each line on stdout is a
JSON object: {"step": "layout", "page": 12}, {"warning": "..."}, at last {"done": {...}}. The
process holds no database, no secret and no way out to a network; `press.py` starts and ends it.
"""

import ctypes
import gc
import json
import logging
import os
import re
import resource
import sys
from email.message import Message
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary
from xml.etree import ElementTree as ET

from PIL import ImageFile
from weasyprint import CSS, HTML, VERSION, cssselect2
from weasyprint.html import UA_STYLESHEET
from weasyprint.pdf import pydyf
from weasyprint.text.ffi import pango
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from app.reports.assembly import Assembly

STEPS = {1: "html", 2: "css", 3: "style", 4: "boxes", 5: "layout", 6: "pages", 7: "writing"}
STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)
EMPTY = re.compile(r"<((?:br|col|hr|img|meta)\b[^>]*?)/?>")
STEP = re.compile(r"Step (\d)(?:.*[Pp]age (\d+))?")
VARIANT = "pdf/a-3a"  # archival.py adds PDF/UA-1
PICTURES = {"dpi": 200, "jpeg_quality": 80}
# What make_plainer saves anew is not hashed and squeezed here first.
SAVED_ANEW = {"pdf_identifier": False, "uncompressed_pdf": True}
PSEUDO = 3  # of what a rule of cssselect2 is made: test, specificity, order, pseudo-element, …
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint allows half a photo to the whole process


class Assets(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
    """Serves `asset:ID` out of the job's own files, and ends the job at anything else.

    An ordinary error would be swallowed, and the picture be missing without a word.
    """

    def __init__(self, files: dict[str, str]) -> None:
        super().__init__(allowed_protocols=["asset"], allow_redirects=False, fail_on_errors=True)
        self._files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint hands them
        scheme, _colon, id = url.partition(":")
        if scheme != "asset" or id not in self._files:
            raise FatalURLFetchingError(f"A report reads only its own pictures, not {url[:200]}")
        return URLFetcherResponse(url, Path(self._files[id]).read_bytes(), Message(), 200)


class Told(logging.Handler):
    """WeasyPrint's log as lines for whoever waits."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            say({"warning": record.getMessage()})
        elif found := STEP.match(record.getMessage()):
            page = {"page": int(found[2])} if found[2] else {}
            say({"step": STEPS.get(int(found[1]), found[1]), **page})


def main() -> None:
    job = json.loads(sys.stdin.buffer.read())
    confine(seconds=job["cpu_seconds"], memory=job["memory"])
    if not job["draft"]:  # for which somebody waits
        os.nice(10)
    listen()
    pages = write_naively(job) if job["naive"] else write_well(job)
    say({"done": {"pages": pages, **used()}})


def used() -> dict[str, float]:
    """By this process and those it started, but not by what stood here before it was executed."""
    own, others = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = sum(one.ru_utime + one.ru_stime for one in (own, others))
    status = Path("/proc/self/status").read_text("utf-8")
    highest = int(status.partition("VmHWM:")[2].split()[0])
    return {"seconds": round(seconds, 3), "peak": max(highest, others.ru_maxrss) * 1024}


def confine(*, seconds: int, memory: int) -> None:
    """Bounds for what a hostile document may cost, and no network where the kernel lets us."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)


def listen() -> None:
    for name in ("weasyprint", "weasyprint.progress"):
        logger = logging.getLogger(name)
        logger.handlers = [Told()]
        logger.setLevel(logging.INFO)
        logger.propagate = False


def write_well(job: dict[str, Any]) -> int:
    """Only what is drawn in one go tells its steps: of parts it is told how many are done."""
    fewer_collections()
    fewer_styles()
    remember_pages()
    fetcher = Assets(job["assets"])

    def write(html: str, out: Path, *, tagged: bool = True) -> int:
        level = logging.INFO if out == Path(job["out"]) else logging.WARNING
        logging.getLogger("weasyprint.progress").setLevel(level)
        options = PICTURES | ({"pdf_variant": VARIANT, **SAVED_ANEW} if tagged else {})
        style = parsed("\n".join(STYLE.findall(html)))
        page = opened(STYLE.sub("", html), fetcher)
        return write_pdf(page, out, stylesheets=[style], **options)

    return Assembly(job, write, say, edition()).make()


def fewer_collections() -> None:
    """What is built while drawing lives until the end anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def fewer_styles() -> None:
    """WeasyPrint's own sheet styles five kinds of notes and a mark of a list for each element.

    No report has a note, and a mark is drawn like the text around it.
    """
    rules = UA_STYLESHEET.matcher
    rules.other_selectors = [rule for rule in rules.other_selectors if not rule[PSEUDO]]


def remember_pages() -> None:
    """One list a page for pydyf, which makes it anew for each element that names its page."""
    listed = pydyf.PDF.page_references.fget
    known: WeakKeyDictionary[pydyf.PDF, tuple[bytes, ...]] = WeakKeyDictionary()

    def references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
        if len(known.get(pdf, ())) != pdf.pages["Count"]:
            known[pdf] = listed(pdf)
        return known[pdf]

    pydyf.PDF.page_references = property(references)


def opened(html: str, fetcher: Assets) -> HTML:
    """Our pages are XML, but for their empty elements, and XML is read forty times as fast.

    Where what was typed makes one none, it is read as HTML is.
    """
    text = EMPTY.sub(r"<\1/>", html.replace("<!doctype html>", "", 1)).strip()
    try:
        tree = ET.fromstring(text)  # noqa: S314 - each "<" in it is of our templates
    except ET.ParseError:
        return HTML(string=html, url_fetcher=fetcher)
    page = HTML(string="", url_fetcher=fetcher)
    page.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
    page.etree_element = tree
    return page


@lru_cache(maxsize=4)
def parsed(css: str) -> CSS:
    """One sheet, for each is asked about each element; read once by a process for all its parts."""
    return CSS(string=css)


def edition() -> str:
    """Of all that makes a PDF out of HTML and pictures."""
    return f"{VERSION} pango {pango.pango_version()} {VARIANT} {PICTURES} {SAVED_ANEW}"


def write_naively(job: dict[str, Any]) -> int:
    """The baseline of the bench: a plain page and nothing set."""
    page = HTML(string=job["html"], url_fetcher=Assets(job["assets"]))
    return write_pdf(page, Path(job["out"]))


def write_pdf(page: HTML, out: Path, **options: Any) -> int:  # noqa: ANN401 - WeasyPrint's own
    """The number of pages that now stand at `out`."""
    drawn = page.render(**options)
    drawn.write_pdf(out, **options)
    return len(drawn.pages)


def say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)  # noqa: T201 - stdout is how the child answers


if __name__ == "__main__":
    main()
