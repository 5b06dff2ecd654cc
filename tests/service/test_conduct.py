"""The limits of one member: counted by a clock, forgotten in time, and given back where nothing came."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.answer import VerdictPart
from bot.answers.asker import Asker
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.rendering.render import Presentation, to_discord, to_slack, to_text
from bot.search.archive import Archive
from bot.service import conduct
from bot.service.conduct import Conduct, Cooldown, Recent
from bot.service.echo import MOST_ECHOED, bounded, without_typed_words
from bot.service.preferences import Preferences

ADA = Asker("discord", "guild", "news", "ada")


def test_so_many_are_let_through_in_a_window_and_the_rest_is_told_when() -> None:
    now = [0.0]
    cooldown = Cooldown(2, 60, lambda: now[0])
    assert [cooldown.take("ada"), cooldown.take("ada"), cooldown.take("bob")] == [0, 0, 0]
    now[0] = 10
    assert cooldown.take("ada") == 50
    now[0] = 60
    assert cooldown.take("ada") == 0
    assert cooldown.take("ada") == 0
    assert cooldown.take("ada") > 0


def test_what_came_to_nothing_is_not_counted() -> None:
    cooldown = Cooldown(1, 60, lambda: 0.0)
    assert cooldown.take("ada") == 0
    cooldown.give_back("ada")
    cooldown.give_back("bob")
    assert cooldown.take("ada") == 0


def test_without_a_limit_everything_is_let_through_and_nothing_remembered() -> None:
    cooldown, recent = Cooldown(0, 60), Recent[int](0)
    assert not any(cooldown.take("ada") for _ in range(1_000))
    recent.put("ada", 1)
    assert recent.get("ada") is None


def test_many_members_are_forgotten_before_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conduct, "MOST_REMEMBERED", 10)
    cooldown, recent = Cooldown(1, 60, lambda: 0.0), Recent[int](30, lambda: 0.0)
    for number in range(100):
        cooldown.take(number)
        recent.put(number, number)
    assert len(cooldown._taken) == len(recent._values) == 10
    assert cooldown.take(99) == 60
    assert recent.get(99) == 99
    assert recent.get(0) is None


def test_the_limits_are_of_a_member_in_a_channel() -> None:
    limits = Conduct(1, 60.0, clock=lambda: 0.0)
    assert limits.refusal(ADA, is_public=True) is None
    assert "in 60 seconds" in str(limits.refusal(ADA, is_public=True))
    assert limits.refusal(replace(ADA, channel="law"), is_public=True) is None
    assert limits.refusal(replace(ADA, user="bob"), is_public=True) is None
    asked = [limits.refusal(ADA, is_public=False) for _ in range(7)]
    assert asked[:6] == [None] * 6
    assert "You have asked very often" in str(asked[6])


def test_a_lock_holds_only_with_the_visibility_that_it_was_set_with() -> None:
    locked = Preferences.of({"visibility": "private", "locked": "yes"})
    assert locked.locked
    assert Preferences().over(locked).locked
    assert not Preferences(visibility="public").over(locked).locked
    assert not Preferences.of({"visibility": "public", "locked": "yes"}).locked


@pytest.mark.parametrize(
    "text",
    [
        "xylograph " * 588,
        " ".join(f'"{"xylograph " * 50}{number}"' for number in range(10)),
        "Carroll was awarded $50 million in xylograph damages in the defamation case, " + "xylograph " * 9,
    ],
)
def test_at_most_200_characters_of_typed_words_are_in_an_answer(archive: Archive, text: str) -> None:
    answer = bounded(respond(archive, parse("/verify", "").changed(text=text)))
    echoed = [part for part in answer.parts if isinstance(part, VerdictPart)]
    total = sum(len(part.claim) + sum(len(one.claimed) for one in part.differences) for part in echoed)
    assert 0 < total <= MOST_ECHOED
    for shown in (
        to_text(answer, Presentation()),
        str([one["text"] for one in to_slack(answer, Presentation())]),
    ):
        assert shown.count("xylograph") * len("xylograph") <= MOST_ECHOED


def test_the_speaker_that_somebody_typed_is_cut_with_the_rest_of_their_words(archive: Archive) -> None:
    claim, speaker = "Carroll was awarded $5 million in damages in the defamation case.", "xylograph " * 588
    asked = parse("/verify", "").changed(text=claim, speaker=speaker)
    shown = to_text(bounded(respond(archive, asked)), Presentation()).partition("\n\nNext:")[0]
    assert 0 < shown.count("xylograph") * len("xylograph") <= MOST_ECHOED
    assert "Said to be" in shown


def test_a_shared_answer_names_a_claimed_speaker_whom_the_source_names(archive: Archive) -> None:
    asked = parse("/verify Carroll was awarded $5 million in damages in the defamation case. speaker:Trump")
    shown = to_text(without_typed_words(respond(archive, asked)), Presentation())
    assert "Said to be Trump's words; in the source they are not." in shown


@pytest.mark.parametrize(
    "command",
    [
        "/ask How much was Carroll awarded, pray tell me xylograph?",
        "/verify Carroll was awarded $50 million in xylograph damages in the defamation case.",
        "/quote travesty of justise",
        '/verify "a travesty of justice" and "xylograph is not in it"',
        "/verify Carroll was awarded $5 million in damages in the defamation case. speaker:xylograph",
        '/verify "Carroll was awarded $5 million in damages in the defamation case," said Paul Xylograph.',
    ],
)
def test_a_shared_answer_shows_nothing_that_was_typed_and_all_its_quotations(
    archive: Archive, command: str
) -> None:
    answer = respond(archive, parse(command))
    shared = without_typed_words(answer)
    assert list(shared.quotations()) == list(answer.quotations())
    shown = to_text(shared, Presentation()).partition("\n\nNext:")[0]
    assert "xylograph" not in shown.casefold()
    assert "justise" not in shown
    assert to_discord(shared, Presentation())
