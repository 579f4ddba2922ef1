"""Column types that keep what was entered: exact decimals, aware instants, checked words."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel
from sqlmodel._compat import finish_init, init_pydantic_private_attrs

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """The base of every table; its metadata names constraints, so that migrations can drop them."""

    metadata = sa.MetaData(naming_convention=NAMES)

    def __init__(self, **said: object) -> None:
        """As SQLModel does it, but all at once: nobody listens to the columns of a new row.

        It takes a third of the time, and making rows is much of what saving an answer takes.
        """
        if not finish_init.get():
            super().__init__(**said)
            return
        names, values, makers = _columns(type(self))
        init_pydantic_private_attrs(self)
        known = {name: value for name, value in said.items() if name in names}
        made = {name: make() for name, make in makers.items() if name not in known}
        self.__pydantic_fields_set__.update(known)
        self.__dict__.update(values | made | known)


@cache
def _columns(
    table: type[Table],
) -> tuple[frozenset[str], dict[str, object], dict[str, Callable[[], object]]]:
    """All there are; those with a value of their own; those whose value is made for each row."""
    free = {name: one for name, one in table.model_fields.items() if not one.is_required()}
    makers = {name: one.default_factory for name, one in free.items() if one.default_factory}
    values = {name: one.default for name, one in free.items() if name not in makers}
    return frozenset(table.model_fields), values, cast("dict[str, Callable[[], object]]", makers)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, aware out. A naive instant is refused: nobody can say when it was."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and dialect.name == "sqlite" else value


class ExactDecimal(TypeDecorator[Decimal]):
    """Kept as its own digits: SQLite would turn a NUMERIC into a float."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> str | None:
        del dialect
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Decimal | None:
        del dialect
        return None if value is None else Decimal(value)


def enum_column(enum: type[StrEnum]) -> Any:  # noqa: ANN401 - what SQLModel's sa_type expects
    """Stores the word itself, and lets the database refuse any other."""

    def words(members: Iterable[StrEnum]) -> list[str]:
        return [member.value for member in members]

    return sa.Enum(
        enum,
        values_callable=words,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=enum.__name__.lower(),
    )


class days_between(GenericFunction[int]):  # noqa: N801 - a function of SQL
    """Whole days from the second date to the first."""

    type = sa.Integer()
    inherit_cache = True


@compiles(days_between)
def _days_between(one: days_between, compiler: SQLCompiler, **said: Any) -> str:  # noqa: ANN401
    later, earlier = (compiler.process(each, **said) for each in one.clauses)
    return f"({later} - {earlier})"


@compiles(days_between, "sqlite")
def _days_between_in_sqlite(one: days_between, compiler: SQLCompiler, **said: Any) -> str:  # noqa: ANN401
    later, earlier = (compiler.process(each, **said) for each in one.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
