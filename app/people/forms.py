from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.people.rules import Role

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
    ),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SignInForm(Form):
    """In lower case, so that no spelling of an address gets guesses of its own."""

    email: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254)]
    password: str = Field(max_length=200)
    next: str = Field("/", max_length=500)


class NewPerson(Form):
    email: Email
    name: Name
    lang: str = Field("en", pattern="^(en|zh)$")
    password: str | None = Field(None, min_length=12, max_length=200)


class NewGrant(Form):
    role: Role
    supplier_id: UUID | None = None
    site_id: UUID | None = None


class GiveRole(Form):
    """As a page asks it; `place` is a supplier's id or a site's, none for everywhere."""

    role: Role
    place: UUID | None = None


class Deactivate(Form):
    """`to` takes over whatever they own that is open."""

    to: UUID | None = None


class NewPassword(Form):
    old: str = Field(max_length=200)
    new: str = Field(min_length=12, max_length=200)


class NewToken(Form):
    label: Name
    days: int = Field(90, ge=1, le=366)
