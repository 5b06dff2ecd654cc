"""What Slack has signed just now is told from all else, and told once."""

from __future__ import annotations

import hmac
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.platforms.slack.signature import MAX_AGE, SIGNATURE, SignatureVerifier
from bot.service.replay_cache import ReplayCache
from tests.fakes.slack.lines import signed
from tests.fakes.slack.server import SIGNING_SECRET

BODY = b"command=%2Fcase&text=status&team_id=T1&user_id=U1&channel_id=C1"
NOW = 1_783_000_000


def test_none_of_100_000_forged_signatures_is_accepted() -> None:
    signature = SignatureVerifier(SIGNING_SECRET, lambda: NOW)
    chance = random.Random(5)  # noqa: S311  -- to be the same each time
    true = signed(BODY, at=NOW)["X-Slack-Signature"]
    accepted = 0
    for number in range(100_000):
        if number % 2:
            forged = f"v0={chance.getrandbits(256):064x}"
        else:
            at = chance.randrange(3, len(true))
            forged = true[:at] + chance.choice("0123456789abcdefXÜ ") + true[at + 1 :]
            forged = forged if forged != true else true[:-1]
        headers = {"X-Slack-Request-Timestamp": str(NOW), "X-Slack-Signature": forged}
        accepted += signature.is_valid(BODY, headers)
    assert accepted == 0
    assert signature.is_valid(BODY, signed(BODY, at=NOW))


@given(st.binary(max_size=200), st.text(max_size=100), st.text(max_size=20))
def test_whatever_the_headers_hold_the_check_says_no_and_nothing_else(
    body: bytes, forged: str, stamp: str
) -> None:
    signature = SignatureVerifier(SIGNING_SECRET, lambda: NOW)
    for at in (stamp, str(NOW)):
        headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": forged}
        assert not signature.is_valid(body, headers)


@given(st.binary(max_size=2_000), st.integers(-300, 300))
def test_whatever_slack_signs_in_time_is_accepted(body: bytes, late: int) -> None:
    assert SignatureVerifier(SIGNING_SECRET, lambda: NOW + late).is_valid(body, signed(body, at=NOW))


@given(st.binary(max_size=200), st.integers(301, 10**9), st.sampled_from([-1, 1]))
def test_whatever_slack_has_not_signed_within_five_minutes_is_refused(
    body: bytes, late: int, way: int
) -> None:
    assert not SignatureVerifier(SIGNING_SECRET, lambda: NOW + way * late).is_valid(
        body, signed(body, at=NOW)
    )


@given(st.lists(st.integers(-300, 300), min_size=2, max_size=5).map(sorted))
@example([-300, 300])
def test_as_long_as_a_recorded_request_would_be_accepted_it_is_known_whatever_the_clocks_show(
    times: list[int],
) -> None:
    clock = NOW
    signature, replays = SignatureVerifier(SIGNING_SECRET, lambda: clock), ReplayCache(MAX_AGE, lambda: clock)
    headers = signed(BODY, at=NOW)
    new = []
    for late in times:
        clock = NOW + late
        assert signature.is_valid(BODY, headers)
        new.append(replays.is_first_use(headers[SIGNATURE]))
    assert new == [True, *[False] * (len(times) - 1)]


@pytest.mark.parametrize(
    "stamp", ["", "²", str(NOW) + "²", "".join(chr(0x660 + int(one)) for one in str(NOW))]
)
def test_a_time_in_other_digits_than_slacks_is_refused_though_it_is_signed(stamp: str) -> None:
    digest = hmac.new(SIGNING_SECRET.encode(), b"v0:%b:%b" % (stamp.encode(), BODY), "sha256").hexdigest()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
    assert not SignatureVerifier(SIGNING_SECRET, lambda: NOW).is_valid(BODY, headers)


def test_a_signature_of_bytes_that_are_no_text_is_refused() -> None:
    headers = {**signed(BODY, at=NOW), "X-Slack-Signature": b"v0=\xff".decode("utf-8", "surrogateescape")}
    assert not SignatureVerifier(SIGNING_SECRET, lambda: NOW).is_valid(BODY, headers)
