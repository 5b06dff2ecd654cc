"""What a robots.txt lets this bot fetch, by RFC 9309."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.articles.robots import NOTHING_ALLOWED, RobotRule, RobotRules, read_robots

NEWS = b"""\
# A site of news
User-agent: *
Disallow: /search
Disallow: /*.json$
Allow: /search/about   # of us

User-Agent: OtherBot
User-agent: Verbatim/2.0
Disallow: /archive/
Allow: /archive/2025/*/court
Disallow:

user-agent: verbatim
disallow: /%7Ewriters/caf\xc3\xa9
"""


@pytest.mark.parametrize(
    ("product", "path", "allowed"),
    [
        ("somebot", "/", True),
        ("somebot", "/search", False),
        ("somebot", "/search?q=1", False),
        ("somebot", "/search/about", True),
        ("somebot", "/a/b.json", False),
        ("somebot", "/a/b.json?x", True),
        ("somebot", "/archive/1", True),
        ("verbatim", "/search", True),
        ("verbatim", "/archive/1", False),
        ("VERBATIM", "/archive/2025/05/court/1", True),
        ("otherbot", "/~writers/caf%C3%A9", True),
        ("verbatim", "/~writers/caf%C3%A9", False),
        ("verbatim", "/~writers/caf%c3%a9/2", False),
        ("verbatim", "/", True),
    ],
)
def test_the_longest_rule_of_the_group_for_this_bot_decides(product: str, path: str, allowed: bool) -> None:  # noqa: FBT001  -- pytest passes it by name
    assert read_robots(NEWS, product).allow(path) is allowed


@pytest.mark.parametrize("raw", [b"", b"<html>no robots</html>", b"Disallow: /\n", b"\xff\xfe\0", b":\n::\n"])
def test_a_file_without_groups_allows_all(raw: bytes) -> None:
    assert read_robots(raw, "verbatim").allow("/a")


def test_of_two_rules_as_long_the_one_that_allows_decides() -> None:
    raw = b"\xef\xbb\xbfuser-agent: *\nallow: /p\ndisallow: /p\n"
    assert read_robots(raw, "verbatim").allow("/page")
    assert not NOTHING_ALLOWED.allow("/page")


def test_a_pattern_with_very_many_stars_ends() -> None:
    rule = RobotRule("/" + "a*" * 5_000 + "$", allows=False)
    assert rule.matches("/" + "a" * 20_000)
    assert not rule.matches("/" + "b" * 20_000)


@given(st.lists(st.text("ab/*$%é", max_size=8), max_size=5), st.text("ab/?é", max_size=12))
def test_no_file_and_no_path_make_it_fail(patterns: list[str], path: str) -> None:
    lines = [f"disallow: {one}" for one in patterns]
    rules = read_robots("\n".join(["user-agent: *", *lines]).encode(), "verbatim")
    assert isinstance(rules, RobotRules)
    assert rules.allow("/" + path) in {True, False}
