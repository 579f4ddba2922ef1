from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id
from app.people.rules import Role


class Person(Table, table=True):
    """`epoch` counts up when every sign-in of the person must end at once."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    lang: str = Field(default="en", max_length=8)
    password_hash: str | None = Field(default=None, max_length=200)
    active: bool = True
    epoch: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)


class Grant(Table, table=True):
    """A role at a site; without a site at the whole supplier; without both everywhere."""

    __tablename__ = "role_grant"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=enum_column(Role))
    supplier_id: UUID | None = Field(default=None, foreign_key="supplier.id")
    site_id: UUID | None = Field(default=None, foreign_key="site.id")


class SignIn(Table, table=True):
    """A browser that is signed in. Only the hash of its secret is kept."""

    __tablename__ = "sign_in"

    secret_hash: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    epoch: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class Token(Table, table=True):
    """For programs: the API accepts it as `Authorization: Bearer`."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_hash: str = Field(max_length=64, unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    label: str = Field(max_length=80)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FailedSignIn(Table, table=True):
    """Counted per address typed and per network address, so that guessing stays hopeless."""

    __tablename__ = "failed_sign_in"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(max_length=254, index=True)
    address: str = Field(max_length=45, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
