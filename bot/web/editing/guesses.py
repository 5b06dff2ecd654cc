"""Wrong tokens, counted by the address that they come from."""

from collections import OrderedDict
from dataclasses import dataclass, field

MOST_GUESSES, GUESS_SECONDS = 5, 60.0
"""Wrong tokens from one address within so many seconds, after which it has to wait."""
MOST_ADDRESSES = 10_000
"""Addresses whose wrong tokens are remembered."""


@dataclass
class Guesses:
    """The guesses of the last minute, by address, as one process has seen them."""

    _made: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)

    def begin(self, address: str, now: float) -> bool:
        """Count a token as a guess before it is looked up; False where the address has to wait.

        What is counted afterwards would let through all that are sent at once.
        """
        made = [at for at in self._made.get(address, ()) if at > now - GUESS_SECONDS]
        if len(made) >= MOST_GUESSES:
            return False
        self._made[address] = [*made, now]
        self._made.move_to_end(address)
        while len(self._made) > MOST_ADDRESSES:
            self._made.popitem(last=False)
        return True

    def take_back(self, address: str, begun: float) -> None:
        """Do not count one that began then: the token was right, or nobody could tell."""
        if begun in (made := self._made.get(address, [])):
            made.remove(begun)
