"""An amount of money as it is found in a text, in whatever language."""

from decimal import Decimal
from typing import NamedTuple


class FoundAmount(NamedTuple):
    """An amount in a text: its span, its value and the code of its currency, each None where open."""

    start: int
    end: int
    value: Decimal | None
    currency: str | None


def scaled(value: Decimal | None, scale: int) -> Decimal | None:
    """A value that counts by a power of ten, without needless decimals."""
    if value is None or not scale:
        return value
    counted = value.scaleb(scale)
    return counted.quantize(Decimal(1)) if counted == counted.to_integral() else counted.normalize()
