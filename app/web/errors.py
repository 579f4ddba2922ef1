"""The only place that knows which refusal is which status, as a page or as problem+json."""

import errno
import logging
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from starlette.exceptions import HTTPException

from app.kit import errors
from app.kit.words import mark as _
from app.web.pages import language, page
from app.web.replies import see_other
from app.web.submitted import problem_of
from app.web.words import said

log = logging.getLogger("shortlist")

STATUS: dict[type[errors.Refusal], int] = {
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.Unsupported: 415,
    errors.Invalid: 422,
    errors.Unavailable: 503,
}
TITLES = {
    400: _("This request cannot be read"),
    401: _("Please sign in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This address does not work that way"),
    409: _("Somebody was here before you"),
    413: _("Too large"),
    415: _("This kind of file cannot be used"),
    422: _("Something is missing or wrong"),
    500: _("Something broke on our side"),
    503: _("Busy"),
    507: _("The disk is full"),
}
TWICE = _("This was done already, or somebody else changed it meanwhile. Load the page again.")
LOST = _("There is nothing at this address, or nothing that you may see.")
UNSTORABLE = _("A text holds a character that cannot be stored. Type it anew.")
UNKNOWN = _("The address asks for something that is not known here: {asked}.")
BUSY = _("The database is busy. Nothing was saved; try again in a moment.")
FULL = _("The disk is full. Nothing was saved; ask your administrator to free space.")
BROKEN = _("Nothing was saved. The log of the server names the cause under {request_id}.")


def install(app: FastAPI) -> None:
    app.add_exception_handler(errors.Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _unprocessable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(IntegrityError, _twice)
    app.add_exception_handler(DataError, _unstorable)
    app.add_exception_handler(OperationalError, _operational)
    app.add_exception_handler(OSError, _disk)
    app.add_exception_handler(Exception, _broken)


def problem(
    request: Request,
    status: int,
    text: str,
    /,
    *,
    instead: str = "",
    **more: Any,  # noqa: ANN401 - JSON
) -> Response:
    """RFC 9457 for programs, the error page for people; `instead`: an address that does work."""
    title = said(language(request), TITLES.get(status, TITLES[500]))
    headers = {"Retry-After": "5"} if status == 503 else {}  # noqa: PLR2004 - the status is the name
    if not request.scope["path"].startswith("/api/"):
        told = {"title": title, "text": text, "instead": instead}
        response: Response = page(request, "error.html", status=status, **told)
        response.headers.update(headers)
        return response
    body = {"type": "about:blank", "title": title, "status": status, "detail": text, **more}
    return JSONResponse(body, status, media_type="application/problem+json", headers=headers)


def status_of(error: errors.Refusal) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.Refusal)  # noqa: S101 - registered for nothing else
    status = status_of(error)
    asks_page = not request.scope["path"].startswith("/api/")
    if isinstance(error, errors.NotSignedIn) and asks_page and request.method == "GET":
        return see_other(f"/sign-in?next={request.scope['path']}")
    text = said(language(request), error.text, **error.parts)
    return problem(request, status, text, **error.details())


def _unprocessable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    lang = language(request)
    found = dict(problem_of(one) for one in error.errors())
    told = [{"field": name, "reason": said(lang, t, **p)} for name, (t, p) in found.items()]
    if all(one["loc"][0] == "path" for one in error.errors()):
        return problem(request, 404, said(lang, LOST))
    text = " ".join(f"{one['field']}: {one['reason']}" for one in told)
    unknown = {str(one["loc"][1]) for one in error.errors() if one["loc"][0] == "query"}
    if not unknown or request.scope["path"].startswith("/api/"):
        return problem(request, 422, text, errors=told)
    return _without(request, unknown)


def _without(request: Request, unknown: set[str]) -> Response:
    """A mistyped address: what is not known of it, and the page without that."""
    pairs = request.query_params.multi_items()
    asked = ", ".join(f"{name}={value[:60]}" for name, value in pairs if name in unknown)
    rest = urlencode([(name, value) for name, value in pairs if name not in unknown])
    text = said(language(request), UNKNOWN, asked=asked or ", ".join(sorted(unknown)))
    path: str = request.scope["path"]
    return problem(request, 422, text, instead=f"{path}?{rest}" if rest else path)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    text = TITLES.get(error.status_code, str(error.detail))
    text = LOST if error.status_code == 404 else text  # noqa: PLR2004 - the status is the name
    return problem(request, error.status_code, said(language(request), text))


def _twice(request: Request, _error: Exception) -> Response:
    return problem(request, 409, said(language(request), TWICE))


def _unstorable(request: Request, _error: Exception) -> Response:
    return problem(request, 422, said(language(request), UNSTORABLE))


def _operational(request: Request, error: Exception) -> Response:
    lang = language(request)
    if "full" in str(error):
        return problem(request, 507, said(lang, FULL))
    if "locked" not in str(error) and "connect" not in str(error):
        return _broken(request, error)
    log.warning("database: %s", error)
    return problem(request, 503, said(lang, BUSY))


def _disk(request: Request, error: Exception) -> Response:
    if getattr(error, "errno", None) == errno.ENOSPC:
        return problem(request, 507, said(language(request), FULL))
    return _broken(request, error)


def _broken(request: Request, error: Exception) -> Response:
    request_id = getattr(request.state, "request_id", "")
    log.error("request %s failed", request_id, exc_info=error)
    return problem(request, 500, said(language(request), BROKEN, request_id=request_id))
