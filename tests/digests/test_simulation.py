"""The delivery in simulated worlds, where everything goes wrong that can; each is repeated by its seed.

Here are sixty, and two hundred for ``make proofs``; ``benchmarks/digest_simulation.py 10000`` runs as many as
it is told.
"""

import asyncio
import logging
from collections.abc import Iterator

import pytest
import structlog

from tests.digests.simulation.faults import Faults
from tests.digests.simulation.loop import NothingHappens, SimulatedLoop
from tests.digests.simulation.world import World
from tests.proofs import tries

SEEDS, AT_ONCE = tries(200, 60), 20
FOUND = {
    9: "a slot that was taken late was followed by slots of the time that the database was waited for",
    16: "an attempt that a wrong clock had dated in the future counted as a fresh one, and was sent again",
    73: "a message that an old process posted after a new one had corrected all others was never corrected",
    84: "two digests that were refused at once had their owner told twice",
    288: "a correction whose answer was lost stayed, though the case had been changed back",
    499: "the same, where the change was made again by then",
    378: "two processes repeated the same correction, one of them so late that it undid the next",
    681: "a correction that was surely not made was held to be, as the case went back and forth meanwhile",
}
"""Seeds that have found a fault, and which."""


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Faults are the point here, and telling of each would take longer than they do."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
@pytest.mark.no_cover
def test_nothing_is_lost_doubled_or_late_in_any_world(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        World(seed).run()


@pytest.mark.parametrize("seed", FOUND)
def test_what_a_seed_has_found_stays_mended(seed: int) -> None:
    World(seed).run()


@pytest.mark.parametrize("seed", range(10))
def test_a_world_without_faults_posts_everything_once_and_at_once(seed: int) -> None:
    report = World(seed, Faults.none()).run()
    assert report.attempts == report.posted
    assert report.ambiguous == 0
    assert report.late < 15


def test_a_seed_makes_the_same_world_each_time() -> None:
    assert World(5).run() == World(5).run()


def test_simulated_hours_pass_at_once_and_a_deadlock_is_told() -> None:
    loop = SimulatedLoop()
    loop.run_until_complete(asyncio.sleep(3600))
    assert loop.time() == pytest.approx(3600)
    with pytest.raises(NothingHappens):
        loop.run_until_complete(asyncio.Event().wait())
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
