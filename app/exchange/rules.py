"""Addresses that are secrets."""

from app.kit.words import mark as _

NO_CALENDAR = _("You have no calendar address.")


def address_of(secret: str, public_url: str) -> str:
    return f"{public_url.rstrip('/')}/calendar/{secret}.ics"
