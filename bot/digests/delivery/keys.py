"""Idempotency keys: the same post has the same key, however often and by whomever it is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b

BYTES = 12
"""Makes 24 characters: Discord takes a nonce of 25."""


def key_of(subscription: int, slot: datetime, part: int) -> str:
    """The key of one part of what was due for a subscription at ``slot``."""
    named = f"{subscription}/{slot.astimezone(UTC).isoformat()}/{part}"
    return blake2b(named.encode(), digest_size=BYTES).hexdigest()
