"""A submitted form: its value, or everything as typed with its problems beside it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from app.kit.errors import Invalid
from app.kit.words import mark as _

T = TypeVar("T", bound=BaseModel)

MISSING = _("Please fill this in.")
REASONS = {
    "missing": MISSING,
    "string_too_short": _("Too short: at least {min_length} characters."),
    "string_too_long": _("Too long: at most {max_length} characters."),
    "string_pattern_mismatch": _("This does not have the right form."),
    "enum": _("Choose one of: {expected}."),
    "literal_error": _("Choose one of: {expected}."),
    "uuid_parsing": _("Choose one of the list."),
    "int_parsing": _("This must be a whole number."),
    "decimal_parsing": _("This must be a number, such as 12.5."),
    "date_from_datetime_parsing": _("This must be a date, such as 2026-03-31."),
    "date_parsing": _("This must be a date, such as 2026-03-31."),
    "datetime_from_date_parsing": _("This must be a date and time."),
    "greater_than_equal": _("At least {ge}."),
    "less_than_equal": _("At most {le}."),
    "too_short": MISSING,
    "extra_forbidden": _("This field is not known here."),
}
OTHER = _("This value cannot be used.")


@dataclass(frozen=True)
class Submitted(Generic[T]):
    value: T | None = None
    typed: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)

    def said(self, name: str, otherwise: object = "") -> Any:  # noqa: ANN401 - text, or a list of it
        return self.typed.get(name, otherwise)

    def problem(self, name: str) -> tuple[str, dict[str, Any]] | None:
        """A msgid and what fills it; pages show it by the filter `told`."""
        return self.problems.get(name)

    def refused(self, name: str, reason: str, /, **parts: object) -> "Submitted[T]":
        """The same form after a verb said no about one field."""
        return Submitted(None, self.typed, {**self.problems, name: (reason, parts)})


def submitted(model: type[T]) -> Callable[[Request], Awaitable[Submitted[T]]]:
    lists = {n for n, f in model.model_fields.items() if "tuple" in str(f.annotation)}

    async def parse(request: Request) -> Submitted[T]:
        form = await request.form()
        typed = {
            name: form.getlist(name) if name in lists else form.get(name, "")
            for name, value in form.items()
            if not isinstance(value, UploadFile)  # a file is taken in by a door of its own
        }
        given = {name: value for name, value in typed.items() if value != ""}
        try:
            return Submitted(model.model_validate(given), typed)
        except ValidationError as error:
            return Submitted(None, typed, dict(map(problem_of, error.errors())))

    return parse


def problem_of(error: Any) -> tuple[str, tuple[str, dict[str, Any]]]:  # noqa: ANN401 - pydantic's own dict
    """The field's name, and why its value cannot stand."""
    name = ".".join(str(part) for part in error["loc"] if part != "body") or "form"
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Invalid):
        return name, (cause.text, cause.parts)
    return name, (REASONS.get(error["type"], OTHER), dict(error.get("ctx", {})))
