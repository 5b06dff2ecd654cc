"""Which of the cases whose files change have come to rest, so that no save is read while it is written."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class QuietPeriod:
    """How long the files of a case must be left alone before the case is read, in seconds."""

    quiet: float = 0.7
    """Seconds without a change after which a save counts as finished."""
    longest: float = 5.0
    """Seconds after the first change at which a case is read although its files still change."""


class UnsettledCases:
    """The cases whose files have changed since they were read, each with its first and its last change.

    Times are seconds of any clock that never goes back. Each case settles by itself: the changes of one do
    not delay another.
    """

    def __init__(self, period: QuietPeriod) -> None:
        self._period = period
        self._changes: dict[str, tuple[float, float]] = {}

    def touch(self, cases: Iterable[str], now: float) -> None:
        """Note that files of these cases changed now."""
        for case in cases:
            first, _ = self._changes.get(case, (now, now))
            self._changes[case] = (first, now)

    def seconds_left(self, now: float) -> float | None:
        """Seconds until the next case has settled, 0 at least; None where no case waits."""
        return max(0.0, min(map(self._settles_at, self._changes)) - now) if self._changes else None

    def take_settled(self, now: float) -> frozenset[str]:
        """The cases to read now, which from here on count as read until they are touched again."""
        settled = frozenset(case for case in self._changes if self._settles_at(case) <= now)
        for case in settled:
            del self._changes[case]
        return settled

    def _settles_at(self, case: str) -> float:
        first, last = self._changes[case]
        return min(last + self._period.quiet, first + self._period.longest)
