"""The policy file, read once: which ability a route needs."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.people.rules import Ability

FILE = Path(__file__).with_name("policy.yaml")
PUBLIC = "public"
SIGNED_IN = "signed_in"


def needed(endpoint: Callable[..., Any]) -> str | None:
    """PUBLIC, SIGNED_IN, an ability, or None: then nobody may."""
    return rows().get(name_of(endpoint))


def ability(endpoint: Callable[..., Any]) -> Ability | None:
    """What must be held at the very place; None where being signed in is enough."""
    need = needed(endpoint)
    return Ability(need) if need and need not in {PUBLIC, SIGNED_IN} else None


def name_of(endpoint: Callable[..., Any]) -> str:
    return f"{endpoint.__module__.removeprefix('app.')}.{endpoint.__name__}"


@cache
def rows() -> dict[str, str]:
    told: dict[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {route: need for need, routes in told.items() for route in routes}
