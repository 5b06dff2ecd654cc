"""Who is mentioned where in an article, looked up by a noun or another key."""

from bisect import bisect_left
from collections.abc import Iterable
from operator import itemgetter

from bot.authoring.descriptions import Described
from bot.authoring.names import Named

Who = Named | Described
"""Somebody with a name, or told by a noun alone."""


class MentionPlaces:
    """Who is mentioned where, by a key, in the order of the text."""

    def __init__(self, places: Iterable[tuple[str, int, Who]]) -> None:
        self._of: dict[str, list[tuple[int, Who]]] = {}
        for key, start, who in places:
            self._of.setdefault(key, []).append((start, who))
        self._all = {key: list({id(who): who for _, who in of}.values()) for key, of in self._of.items()}

    def last(self, key: str, before: int) -> Who | None:
        """Who was mentioned last under a key before an offset."""
        places = self._of.get(key, [])
        index = bisect_left(places, before, key=itemgetter(0))
        return places[index - 1][1] if index else None

    def last_start(self, key: str, before: int) -> int:
        """Where somebody was mentioned last under a key before an offset; -1 where nobody was."""
        places = self._of.get(key, [])
        index = bisect_left(places, before, key=itemgetter(0))
        return places[index - 1][0] if index else -1

    def all(self, key: str) -> list[Who]:
        """Everybody who is mentioned under a key, in the order of the text."""
        return self._all.get(key, [])

    def only(self, key: str) -> Who | None:
        """Who alone is mentioned under a key; None where nobody or several are."""
        found = self.all(key)
        return found[0] if len(found) == 1 else None

    def nearest(self, key: str, before: int) -> Who | None:
        """Who was mentioned last under a key before an offset, or is first after it."""
        return self.last(key, before) or next((who for _, who in self._of.get(key, ())), None)
