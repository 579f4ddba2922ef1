"""What a verb raises when the answer is no. Only app/web/errors.py knows statuses."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """One sentence for a person: a msgid with named fields, and what fills them."""

    def __init__(self, text: str, **parts: object) -> None:
        self.text = text
        self.parts = parts
        super().__init__(text.format(**parts))

    def details(self) -> Mapping[str, Any]:
        """What a program needs beyond the sentence; JSON-ready."""
        return {}


class NotFound(Refusal): ...


class NotSignedIn(Refusal): ...


class NotAllowed(Refusal): ...


class Conflict(Refusal): ...


class Invalid(Refusal): ...


class TooLarge(Refusal): ...


class Unsupported(Refusal): ...


class Unavailable(Refusal): ...
