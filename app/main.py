"""create_app(settings): every room's router, and what stands before them; nothing else."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

import app.actions.api
import app.actions.routes
import app.answers.api
import app.audits.api
import app.audits.routes
import app.checklists.api
import app.checklists.routes
import app.comments.api
import app.comments.routes
import app.confirmations.api
import app.confirmations.routes
import app.evidence.api
import app.exchange.api
import app.exchange.routes
import app.findings.api
import app.findings.routes
import app.mail.api
import app.mail.routes
import app.people.account
import app.people.api
import app.people.demo
import app.people.routes
import app.practices.api
import app.practices.routes
import app.programmes.api
import app.programmes.routes
import app.readiness.api
import app.readiness.routes
import app.remediation.api
import app.remediation.bulk_routes
import app.remediation.figure_routes
import app.remediation.problem_routes
import app.remediation.routes
import app.reminders.api
import app.reminders.routes
import app.reports.api
import app.reports.form_api
import app.reports.form_routes
import app.reports.routes
import app.reports.schedule_routes
import app.suppliers.api
import app.suppliers.calendar_routes
import app.suppliers.routes
import app.tablet.api
import app.tablet.routes
import app.trail.api
import app.trail.routes
from app.evidence.files import Files
from app.kit.db import Database
from app.kit.errors import NotFound
from app.kit.settings import Settings
from app.kit.words import mark as _
from app.people.doors import enter
from app.people.rules import Ability
from app.web import errors
from app.web.guard import Guard
from app.web.pages import APP, VERSION, language
from app.web.words import said

ROOMS = (  # routes are tried in this order: first what tablets on the floor ask for
    app.answers, app.tablet, app.evidence, app.audits, app.remediation, app.findings, app.actions,
    app.comments, app.confirmations, app.readiness, app.checklists, app.reports, app.suppliers,
    app.practices, app.programmes, app.people, app.trail, app.mail, app.reminders, app.exchange,
)  # fmt: skip
FLOORS = (
    "form_api", "form_routes", "schedule_routes",  # before what takes any word for a reference
    "api", "routes", "bulk_routes", "figure_routes", "problem_routes",
    "calendar_routes", "account", "demo",
)  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
NAVIGATION = (
    ("/", _("Readiness"), Ability.SEE_READINESS),
    ("/tasks", _("My tasks"), Ability.READ),
    ("/confirmations", _("To confirm"), Ability.CONFIRM),
    ("/audits", _("Audits"), Ability.READ),
    ("/findings", _("Findings"), Ability.READ),
    ("/practices", _("Good practices"), Ability.READ),
    ("/checklist", _("Checklist"), Ability.READ),
    ("/buyers", _("Buyers"), Ability.READ),
    ("/reports", _("Reports"), Ability.READ),
    ("/sites", _("Sites"), Ability.READ),
    ("/people", _("People"), Ability.MANAGE_PEOPLE),
    ("/trail", _("Trail"), Ability.READ_TRAIL),
)
BELOW = {"/": ("/readiness",), "/findings": ("/findings/", "/board", "/problems")}
"""What else belongs to an entry of the navigation."""
SELDOM = (20_000, 20, 50)
"""A page makes thousands of rows and drops them: a walk through all that lives takes 0.1 s."""


def create_app(settings: Settings, database: Database | None = None) -> FastAPI:
    service = FastAPI(
        title="Shortlist",
        version=VERSION,
        description="What a supplier runs on to get itself qualified by its largest buyers.",
        dependencies=[Depends(enter)],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        max_body_size=settings.max_upload_mb * 1024 * 1024 + 4096,
        lifespan=_life,
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(settings)),
            Middleware(Guard, secure=settings.secure),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
    )
    equip(service, settings, database or Database(settings.database))
    errors.install(service)
    for room in ROOMS:
        for floor in FLOORS:
            module = getattr(room, floor, None)
            if module and (floor != "demo" or settings.demo):
                service.include_router(module.router)
    service.add_api_route("/healthz", health, include_in_schema=False)
    service.add_api_route("/api/v1/openapi.json", openapi, include_in_schema=False)
    service.mount("/static", StaticFiles(directory=APP / "web" / "static", check_dir=False))
    service.add_api_route("/{path:path}", nowhere, include_in_schema=False, methods=METHODS)
    return service


def equip(service: FastAPI, settings: Settings, database: Database) -> None:
    """All that a request finds in the service and that is not a route."""
    service.state.settings = settings
    service.state.database = database
    service.state.files = Files(settings.files)
    service.state.nav = navigation


def navigation(request: Request) -> list[dict[str, Any]]:
    actor, path = getattr(request.state, "actor", None), request.scope["path"]
    return [
        {
            "href": href,
            "label": said(language(request), label),
            "current": path == href or path.startswith(BELOW.get(href, (f"{href}/",))),
        }
        for href, label, ability in NAVIGATION
        if actor and actor.may_somewhere(ability)
    ]


def health() -> dict[str, str]:
    return {"status": "ok"}


def nowhere() -> None:
    """Last of all: whoever is signed in stays so on the page that says there is nothing here."""
    raise NotFound(errors.LOST)


def openapi(request: Request) -> dict[str, Any]:
    described: dict[str, Any] = request.app.openapi()
    return described


@asynccontextmanager
async def _life(service: FastAPI) -> AsyncIterator[None]:
    gc.freeze()  # what is imported stays: no collection walks through it again
    gc.set_threshold(*SELDOM)
    yield
    service.state.database.close()


def _hosts(settings: Settings) -> list[str]:
    own = urlsplit(settings.public_url).hostname or "127.0.0.1"
    more = [host.strip() for host in settings.trusted_hosts.split(",") if host.strip()]
    return [own, "127.0.0.1", "localhost", "[::1]", *more]
