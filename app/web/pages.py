"""Draws a page: one Jinja environment, templates beside the routes that draw them."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2 import pass_context as with_context
from jinja2.runtime import Context

from app.web.words import LANGUAGES, LOCALES, known, said, translations

APP = Path(__file__).parents[1]
VERSION = "0.1.0"
DIST = APP / "web" / "static" / "dist"


def page(request: Request, name: str, *, status: int = 200, **context: object) -> HTMLResponse:
    shared = {
        "request": request,
        "status": status,
        "lang": language(request),
        "actor": getattr(request.state, "actor", None),
        "theme": theme(request),
        "version": VERSION,
        "path": request.scope["path"],
        "settings": request.app.state.settings,
        "nav": request.app.state.nav(request),
    }
    html = environment().get_template(name).render({**shared, **context})
    return HTMLResponse(html, status_code=status)


def language(request: Request) -> str:
    """The person's own choice, else the browser's, else the installation's."""
    chosen = known(request.cookies.get("lang"))
    actor = getattr(request.state, "actor", None)
    asked = request.headers.get("accept-language", "")[:2].lower()
    mine = known(actor.lang) if actor else None
    default: str = request.app.state.settings.language
    return mine or chosen or known(asked) or known(default) or "en"


def theme(request: Request) -> str:
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in {"light", "dark"} else "auto"


@cache
def environment() -> Environment:
    rooms = {room.parent.name: FileSystemLoader(room) for room in APP.glob("*/pages")}
    env = Environment(
        loader=ChoiceLoader([PrefixLoader(rooms), FileSystemLoader(APP / "web" / "pages")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined] # added by the i18n extension
    env.globals.update(asset=asset, languages=LANGUAGES)
    env.filters.update(
        day=day,
        moment=moment,
        number=number,
        change=change,
        told=told,
        json=as_json,
        translated=translated,
        options=options,
    )
    return env


def asset(name: str) -> str:
    """The address of a built front-end file; its name carries its hash."""
    manifest = DIST / "manifest.json"
    return f"/static/dist/{_built(manifest, manifest.stat().st_mtime_ns)[name]}"


@lru_cache(maxsize=1)
def _built(manifest: Path, _changed: int) -> Mapping[str, str]:
    """Read again when the pages were built anew beside a running server."""
    listed: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return listed


@with_context
def _gettext(context: Context, text: str) -> str:
    return translations(context["lang"]).gettext(text)


@with_context
def _ngettext(context: Context, one: str, many: str, n: int) -> str:
    return translations(context["lang"]).ngettext(one, many, n)


@with_context
def day(context: Context, value: date | None, form: str = "medium") -> str:
    return _day(value, form, context["lang"]) if value else ""


@lru_cache(maxsize=4096)
def _day(value: date, form: str, lang: str) -> str:
    """A page tells the same few days again and again."""
    return format_date(value, form, LOCALES[lang])


@with_context
def moment(
    context: Context, value: datetime | None, zone: str = "UTC", clock: str = "short"
) -> str:
    """To the minute; with `clock="medium"` to the second."""
    if value is None:
        return ""
    locale, there = LOCALES[context["lang"]], value.astimezone(ZoneInfo(zone))
    day, time = format_date(there, "medium", locale), format_time(there, clock, locale=locale)
    return str(locale.datetime_formats["medium"]).format(time, day)


@with_context
def number(context: Context, value: Decimal | float | None, places: int | None = None) -> str:
    """Digits by the reader's habit; nothing at all is a dash, never a nought."""
    if value is None:
        return "–"
    pattern = "#,##0.###" if places is None else "#,##0" + ("." + "0" * places if places else "")
    return _number(value, pattern, context["lang"])


@lru_cache(maxsize=4096)
def _number(value: Decimal | float, pattern: str, lang: str) -> str:
    """Told again and again, as the days are."""
    return format_decimal(value, pattern, LOCALES[lang])


@with_context
def change(context: Context, value: Decimal | None) -> str:
    """A difference wears its sign; of two places, as the scores it is between."""
    if value is None or round(value, 2) == 0:
        return number(context, value, 2)
    return ("+" if value > 0 else "\N{MINUS SIGN}") + number(context, abs(value), 2)


@with_context
def told(context: Context, sentence: tuple[str, Mapping[str, object]]) -> str:
    """A refusal's msgid and parts (see web/submitted.py)."""
    text, parts = sentence
    days = {
        name: format_date(part, "medium", LOCALES[context["lang"]])
        for name, part in parts.items()
        if isinstance(part, date) and not isinstance(part, datetime)
    }
    return said(context["lang"], text, **{**parts, **days})


@with_context
def translated(context: Context, text: str) -> str:
    """A word that was marked where a vocabulary is written."""
    return translations(context["lang"]).gettext(text) if text else ""


@with_context
def options(context: Context, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """A marked vocabulary, code to name, as the pairs that a select takes."""
    return [(str(code), translated(context, name)) for code, name in names.items()]


def as_json(value: Any) -> str:  # noqa: ANN401 - anything JSON can say
    """For data-* attributes: autoescape makes it safe there."""
    return json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))
