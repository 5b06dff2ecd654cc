"""Corrections end: what a later change of the case has overtaken is left to the later one."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest

from bot.digests.delivery.correcting import Corrector
from bot.digests.delivery.posting import Means
from bot.store.deliveries import Delivery
from bot.store.subscriptions import Subscription

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CURRENT = "third"


def delivered(version: str) -> Delivery:
    subscription = Subscription(
        *(1, "discord", "w", "channel", "c", "", "o", "en", "daily 9:00", "UTC", "case", "full", "skip"),
        *("active", "", "", NOW, "", None, NOW),
    )
    return Delivery(
        *(1, NOW, 0, "key", "sent", 1, NOW, "message", "", None, "case", version, ["q"], ""),
        subscription=subscription,
        superseded=False,
    )


def corrector() -> Corrector:
    """One in a process that has read the third version, and reaches no platform."""
    composer = SimpleNamespace(newer=lambda _, version: None if version == CURRENT else CURRENT)
    return Corrector(cast("Means", SimpleNamespace(composer=composer, senders={})))


@pytest.mark.parametrize("shown", ["first", "third"])
async def test_a_correction_to_a_version_that_is_not_the_last_any_more_is_over(shown: str) -> None:
    assert await corrector().correct(delivered(shown), "second") is None


async def test_a_correction_to_the_last_version_waits_for_a_process_that_can_do_it() -> None:
    assert await corrector().correct(delivered("first"), CURRENT) is not None


async def test_a_correction_that_cannot_be_written_waits_and_stops_no_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    composer = SimpleNamespace(
        newer=lambda _, version: None if version == CURRENT else CURRENT, correct=broken
    )
    means = SimpleNamespace(composer=composer, senders={"discord": SimpleNamespace()})
    assert await Corrector(cast("Means", means)).correct(delivered("first"), CURRENT) is not None
    assert "ZeroDivisionError" in "".join(capsys.readouterr())
