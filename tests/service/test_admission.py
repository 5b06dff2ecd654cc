"""Only the workspaces and servers that an operator lists are served, and each only as much as it may have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.asker import Asker
from bot.answers.query import CommandError, Query
from bot.corpus.corpus import Corpus
from bot.digests.admitted import AdmittedSender
from bot.digests.outcomes import Reason, Rejected, Sent
from bot.digests.senders import KnowsMembers, Target
from bot.rendering.render import Presentation, to_text
from bot.service.admission import Admission
from bot.service.command_service import CommandService
from bot.service.conduct import Conduct
from bot.settings import Settings, SettingsError
from tests.digests.newsroom import Channel
from tests.fakes.slack.model import Team
from tests.fakes.slack.server import slack_server
from tests.platforms.slack.inside import inside
from tests.platforms.slack.test_installs import MANY, installs, stored

LISTED = Admission(frozenset({("slack", "T1"), ("slack", "E1"), ("discord", "5")}))
SERVED = Asker("slack", "T1", "C1", "U1")


@pytest.mark.parametrize(
    ("asker", "is_served"),
    [
        (SERVED, True),
        (replace(SERVED, workspace="T2"), False),
        (replace(SERVED, workspace=""), False),
        (Asker("discord", "5", "6", "7"), True),
        (Asker("discord", "T1", "6", "7"), False),
        (Asker("discord", "", "6", "7", is_direct=True), False),
        (Asker("web", "", "", ""), True),
        (Asker("playground", "", "", ""), True),
        (Asker("terminal", "terminal", "terminal", "ada"), True),
    ],
)
async def test_only_listed_places_are_answered(corpus: Corpus, asker: Asker, is_served: bool) -> None:  # noqa: FBT001  -- pytest passes it by name
    service = CommandService(corpus, Presentation(), conduct=Conduct(admission=LISTED))
    everywhere = CommandService(corpus, Presentation())
    query = Query("case status")
    said = await service.reply(query, asker, to_text)
    expected = await everywhere.reply(query, asker, to_text)
    assert (said == expected) is is_served
    if not is_served:
        assert "This bot is not offered in this place. Whoever runs it can change that." in said
        assert service.kept(query, asker, to_text) is None
        assert await service.complete(Query("quote"), "text", "travesty", 25, asker) == ()
        with pytest.raises(CommandError, match="not offered"):
            await service.answer(query, asker)


def test_direct_messages_of_discord_are_listed_by_their_sign() -> None:
    direct = Asker("discord", "", "6", "7", is_direct=True)
    assert Admission(frozenset({("discord", "@me")})).admits_asker(direct)
    assert Admission().admits_asker(direct)


async def test_digests_go_to_listed_places_alone() -> None:
    inner = Channel()
    sender = AdmittedSender(inner, LISTED)
    here, there = Target("slack", "T1", "channel", "C1"), Target("slack", "T2", "channel", "C1")
    assert isinstance(await sender.send(here, {}, "key"), Sent)
    refused = Rejected(Reason.NOT_ADMITTED)
    assert await sender.send(there, {}, "key") == refused
    assert await sender.edit(there, "message", {}) == refused
    assert await sender.can_post(there) == refused
    assert await sender.may_post(there, "U1") == refused
    assert (await sender.can_post(here), await sender.may_post(here, "U1")) == (None, None)
    assert isinstance(sender, KnowsMembers)
    assert refused.pauses
    assert [target for target, _ in inner.sent] == [here]


async def test_a_workspace_that_is_not_listed_cannot_install_and_is_told_so(
    corpus: Corpus, tmp_path: Path
) -> None:
    settings = replace(MANY, allowed_workspaces=LISTED.places)
    async with slack_server() as slack:
        slack.state.teams.clear()
        slack.state.codes |= {
            "no": Team("T2", "xoxb-2"),
            "yes": Team("T1", "xoxb-1"),
            "all": Team("E1", "xoxb-3", enterprise="E1", of_all=True),
        }
        async with inside(slack, settings, corpus, tmp_path, Conduct(admission=LISTED)) as running:
            page = await installs(running, "no")
            assert page.status == 403
            assert "This bot is not offered to this workspace." in page.text
            assert stored(running.engine) == []
            answered = await running.person.but(team="T2").types("/case status")
            assert "not offered in this place" in answered.body["text"]
            assert (await installs(running, "yes")).status == 200
            assert "The 2019 lawsuit" in (await running.person.types("/case status")).body["text"]
            assert (await installs(running, "all")).status == 200
            assert len(stored(running.engine)) == 2


async def test_a_workspace_has_a_limit_of_its_own_over_all_its_members() -> None:
    now = 0.0
    conduct = Conduct(most=2, most_of_a_workspace=3, clock=lambda: now)
    members = [replace(SERVED, user=f"U{number}") for number in range(9)]
    taken = [conduct.refusal(member, is_public=True) for member in members]
    assert [refused is None for refused in taken] == [True] * 3 + [False] * 6
    assert taken[3]
    assert "Very much was asked in this workspace" in str(taken[3])
    assert conduct.refusal(replace(SERVED, workspace="T2"), is_public=True) is None
    now = 61.0
    # Whoever was refused for the workspace has lost nothing of their own.
    assert [conduct.refusal(members[8], is_public=True) is None for _ in range(3)] == [True, True, False]


def test_direct_messages_that_are_in_no_server_share_no_limit() -> None:
    conduct = Conduct(most=2, most_of_a_workspace=1)
    askers = [Asker("discord", "", f"D{number}", f"U{number}", is_direct=True) for number in range(5)]
    assert all(conduct.refusal(asker, is_public=False) is None for asker in askers)


@pytest.mark.parametrize(
    ("setting", "text", "said"),
    [
        ("ALLOWED_WORKSPACES", "T0123", "“T0123” is not a workspace or server"),
        ("ALLOWED_WORKSPACES", "slack:T1 irc:x", "“irc:x” is not a workspace or server"),
        ("CASES_FOR", "smith-v-jones", "“smith-v-jones” does not say who may see a case"),
        ("CASES_FOR", "Smith=slack:T1", "“Smith=slack:T1” does not say who may see a case"),
        ("CASES_FOR", "a=slack:T1; a=slack:T2", "the case “a” is named twice"),
        ("CASES_FOR", "a=T1", "“T1” is not a workspace or server"),
        ("WORKSPACE_DIGESTS", "many", "“many” is not a number of digests"),
    ],
)
def test_a_slip_in_who_may_see_what_stops_the_start(
    tmp_path: Path, setting: str, text: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.read({setting: text}, tmp_path / ".env")


def test_who_may_see_what_is_read(tmp_path: Path) -> None:
    text = {
        "CASES_FOR": "smith-v-jones = slack:T1, discord:5;\ndoe-v-roe=",
        "ALLOWED_WORKSPACES": "slack:T1, discord:@me",
    }
    read = Settings.read(text, tmp_path / ".env")
    assert dict(read.cases_for) == {
        "smith-v-jones": frozenset({("slack", "T1"), ("discord", "5")}),
        "doe-v-roe": frozenset(),
    }
    assert read.allowed_workspaces == {("slack", "T1"), ("discord", "@me")}
