"""What goes wrong in one simulated world, drawn from its seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Faults:
    """Probabilities of faults at each opportunity, and how often things happen to whole processes."""

    request_lost: float
    answer_lost: float
    failed: float
    slow: float
    limited: float
    limited_everywhere: float
    look_up_failed: float
    database_error: float
    commit_unanswered: float
    crash: float
    compose_failed: float
    kills: int
    deploys: int
    freezes: int
    outages: int
    clock_jumps: int

    @classmethod
    def drawn(cls, random: Random) -> Faults:
        """Some kinds of faults are absent, some rare and some frequent."""

        def probability(often: float) -> float:
            return random.choice((0.0, 0.0, often / 10, often))

        return cls(
            request_lost=probability(0.2),
            answer_lost=probability(0.3),
            failed=probability(0.2),
            slow=probability(0.2),
            limited=probability(0.3),
            limited_everywhere=probability(0.05),
            look_up_failed=probability(0.3),
            database_error=probability(0.1),
            commit_unanswered=probability(0.05),
            crash=probability(0.02),
            compose_failed=probability(0.05),
            kills=random.choice((0, 0, 1, 2, 5)),
            deploys=random.choice((0, 0, 1, 3)),
            freezes=random.choice((0, 0, 1, 2)),
            outages=random.choice((0, 0, 1, 2)),
            clock_jumps=random.choice((0, 0, 1, 3)),
        )

    @classmethod
    def none(cls) -> Faults:
        """A world in which all goes well."""
        return cls(*(0,) * 16)
