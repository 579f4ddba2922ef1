"""The arithmetic of the trail: a Merkle tree as in RFC 6962, over canonical JSON (RFC 8785)."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol
from uuid import UUID


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
