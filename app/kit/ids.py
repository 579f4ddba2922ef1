"""Ids are minted by us, so that a tablet can mint them offline (docs/decisions/0004)."""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): its first 48 bits are milliseconds, so keys grow with time."""
    stamp = time.time_ns() // 1_000_000 << 80
    noise = secrets.randbits(80)
    version = 0x7 << 76
    variant = 0b10 << 62
    return UUID(int=stamp | noise & ~(0xF << 76) & ~(0b11 << 62) | version | variant)
