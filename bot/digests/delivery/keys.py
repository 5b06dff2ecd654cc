"""Idempotency keys: the same post has the same key, however often and by whomever it is sent."""

from datetime import UTC, datetime
from hashlib import blake2b

KEY_BYTES = 12
"""Bytes of a key, which are 24 hexadecimal digits: Discord takes a nonce of 25 characters."""


def key_of(subscription: int, slot: datetime, part: int) -> str:
    """The key of a digest or notice that was due for a subscription at ``slot``: 24 hexadecimal digits."""
    named = f"{subscription}/{slot.astimezone(UTC).isoformat()}/{part}"
    return blake2b(named.encode(), digest_size=KEY_BYTES).hexdigest()
