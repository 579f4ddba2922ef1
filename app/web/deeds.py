"""A deed that a form asks for: done, or the form again with why not."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from pydantic import BaseModel

from app.kit.errors import Refusal
from app.web.errors import status_of
from app.web.submitted import Submitted

T = TypeVar("T", bound=BaseModel)


def tried(form: Submitted[T], deed: Callable[[T], object]) -> tuple[Submitted[T], int]:
    """200 and it is done, to be committed; else the status and the form with its problem "form"."""
    if form.value is None:
        return form, HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        deed(form.value)
    except Refusal as no:
        return form.refused("form", no.text, **no.parts), status_of(no)
    return form, HTTPStatus.OK
