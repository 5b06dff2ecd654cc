"""Idempotency keys: whoever sends the same post has the same key, and no two posts have one key."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.db.deliveries import DIGEST, NOTICE
from bot.digests.delivery.keys import key_of

NONCE = 25
"""Characters of a nonce at most: https://docs.discord.com/developers/resources/message#create-message."""
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "UTC"])
SLOTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  -- in UTC


@given(subscription=st.integers(1, 2**31), slot=SLOTS, part=st.sampled_from([DIGEST, NOTICE]), zone=ZONES)
def test_a_key_is_that_of_the_instant_in_whatever_zone_a_process_has_it(
    subscription: int, slot: datetime, part: int, zone: str
) -> None:
    key = key_of(subscription, slot, part)
    assert key == key_of(subscription, slot.astimezone(ZoneInfo(zone)), part)
    assert key.isascii()
    assert 16 <= len(key) <= NONCE


def test_the_two_hours_that_a_night_has_twice_have_two_keys() -> None:
    night = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert key_of(1, night, DIGEST) != key_of(1, night.replace(fold=1), DIGEST)


def test_every_post_has_a_key_of_its_own() -> None:
    slots = [datetime(2026, 1, 1 + day, hour, tzinfo=UTC) for day in range(9) for hour in (1, 11)]
    posts = list(product((1, 2, 11, 12, 111), slots, (DIGEST, NOTICE)))
    assert len({key_of(*post) for post in posts}) == len(posts)


def test_processes_of_an_older_and_a_newer_version_have_the_same_keys() -> None:
    assert key_of(7, datetime(2026, 1, 2, 9, tzinfo=UTC), DIGEST) == "bb9e9d5e3a0ee06628c00d33"
