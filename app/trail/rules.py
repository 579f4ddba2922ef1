"""The arithmetic of the trail: a Merkle tree as in RFC 6962, over canonical JSON (RFC 8785)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NoReturn, Protocol
from uuid import UUID

import rfc8785


class Author(Protocol):
    """Whoever does something: a person who is signed in, or the system itself."""

    @property
    def id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def request_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class System:
    """The product at work by itself: a command, a job, the set-up."""

    name: str = "Shortlist"
    id: None = None
    role: str = "system"
    request_id: str = ""


def canonical(told: object) -> bytes:
    """As RFC 8785 says, of what JSON can hold; whatever else there is becomes a string.

    The standard library writes the same bytes much faster wherever there is no number but whole
    ones of usual size, and no key beyond ASCII.
    """
    try:
        text = json.dumps(
            told, default=str, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        _USUAL.decode(text)
    except (_Unusual, TypeError):
        return rfc8785.dumps(json.loads(json.dumps(told, default=str)))
    return text.encode()


class _Unusual(Exception): ...


def _unusual(_number: str) -> NoReturn:
    raise _Unusual


def _whole(number: str) -> None:
    if len(number) > DIGITS:
        raise _Unusual


def _keys(pairs: list[tuple[str, object]]) -> None:
    if not all(key.isascii() for key, _value in pairs):
        raise _Unusual


DIGITS = 15
_USUAL = json.JSONDecoder(
    parse_float=_unusual, parse_constant=_unusual, parse_int=_whole, object_pairs_hook=_keys
)


def commitment(salt: bytes, payload: bytes) -> str:
    """Binds the payload without showing it; dropping payload and salt erases it for good."""
    return sha256(salt + payload).hexdigest()


def leaf_hash(entry: bytes) -> str:
    return sha256(b"\x00" + entry).hexdigest()


def grown(frontier: Sequence[str], size: int, leaf: str) -> list[str]:
    """The roots of the perfect subtrees, largest first, after `leaf` joins `size` others."""
    roots, node = list(frontier), leaf
    while size & 1:
        node = _parent(roots.pop(), node)
        size >>= 1
    return [*roots, node]


def root_of(frontier: Sequence[str]) -> str:
    """The Merkle tree hash; of no leaves, the hash of nothing."""
    if not frontier:
        return sha256(b"").hexdigest()
    *rest, node = frontier
    for left in reversed(rest):
        node = _parent(left, node)
    return node


def _parent(left: str, right: str) -> str:
    return sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()
