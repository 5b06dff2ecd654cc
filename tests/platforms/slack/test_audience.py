"""A case that one workspace alone may see: nothing in Slack tells another workspace or its members of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.app.services import make_service
from bot.corpus.audience import CaseAudiences
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db.database import writing
from bot.db.slack_workspaces import keep_shortcut
from bot.digests.senders import Target
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.settings import Settings
from tests.fakes.slack.lines import Payload
from tests.fakes.slack.model import Team, User
from tests.fakes.slack.person import Person, button
from tests.fakes.slack.server import slack_server
from tests.platforms.slack.inside import PUBLIC_URL, Inside, inside
from tests.platforms.slack.test_installs import MANY, installs

ROOT = Path(__file__).parents[3]
HIDDEN, OTHER = "marrow-v-tallis", "carroll-v-trump"
WORDS = ("marrow", "tallis")
"""What of the hidden case's id and title would tell of it."""


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, Corpus]:
    """The cases of a bot that shows one to T1 alone, and of a bot that does not have that one."""
    made = []
    for name in ("with", "without"):
        content = shutil.copytree(ROOT / "content", tmp_path_factory.mktemp(name) / "content")
        if name == "with":
            shutil.copytree(ROOT / "tests" / "cases_invented" / HIDDEN, content / HIDDEN)
        audiences = CaseAudiences({HIDDEN: frozenset({("slack", "T1")})})
        corpus = Corpus(ContentRepository(content), audiences=audiences)
        corpus.read()
        made.append(corpus)
    return made[0], made[1]


async def _anywhere(_: Target) -> None:
    return None


def _service(corpus: Corpus, engine: Engine) -> CommandService:
    free = Settings(cooldown_answers=0)
    return make_service(corpus, Presentation(public_url=PUBLIC_URL), engine, _anywhere, settings=free)


@asynccontextmanager
async def bot(corpus: Corpus, folder: Path) -> AsyncIterator[Inside]:
    """The bot over the cases of a corpus, as two workspaces have installed it."""
    async with slack_server() as slack:
        slack.state.teams.clear()
        slack.state.codes |= {
            name: Team(name, f"xoxb-of-{name}", bot_id=f"B{name}", bot_user=f"U0{name}")
            for name in ("T1", "T2")
        }
        slack.state.users["U2"] = User("U2", admin=True, team="T2")
        async with inside(slack, MANY, corpus, folder, make=_service) as made:
            for name in ("T1", "T2"):
                await installs(made, name)
            yield made


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of two bots."""
    made = tmp_path / "a", tmp_path / "b"
    for folder in made:
        folder.mkdir()
    return made


@pytest.fixture
async def both(
    corpora: tuple[Corpus, Corpus], folders: tuple[Path, Path]
) -> AsyncIterator[tuple[Inside, Inside]]:
    hiding, never = corpora
    async with bot(hiding, folders[0]) as first, bot(never, folders[1]) as second:
        yield first, second


async def home(person: Person) -> Payload:
    homes = person.slack.state.homes
    homes.pop(person.user, None)
    await person.opens_home()
    found = await person.slack.until(lambda: homes.get(person.user))
    assert found
    return dict(found)


async def opened(person: Person, pressed: Payload, view: Payload) -> Payload:
    """The modal that a button opens."""
    views = person.slack.state.views
    before = len(views)
    await person.clicks(pressed, view=view)
    await person.slack.until(lambda: len(views) > before)
    return dict(list(views.values())[-1])


def chosen(value: str) -> Payload:
    return {"selected_option": {"value": value}}


async def seen(running: Inside, person: Person) -> list[str]:
    """What somebody is shown who knows the hidden case by name: the tab, forms, menus and buttons."""
    with writing(running.engine) as connection:
        kept = f"/case status case:{HIDDEN}"
        keep_shortcut(connection, person.team, person.user, kept, datetime(2026, 7, 1, tzinfo=UTC))
    shown: list[Any] = [tab := await home(person)]
    shown.append(await opened(person, button(tab["blocks"], kept), tab))
    for label in ("Schedule a digest", "Change settings", "Look up a quotation"):
        form = await opened(person, button(tab["blocks"], label), tab)
        shown.append(form)
        for typed in ("", "marr", "tallis", HIDDEN):
            shown.append(await person.is_offered("case", typed, form))
            shown.append(await person.is_offered("quotation", typed, form, {"case": chosen(HIDDEN)}))
        values: dict[str, Payload] = {
            "case": chosen(HIDDEN),
            "days": {"selected_options": [{"value": "0"}]},
            "time": {"selected_time": "08:30"},
            "zone": chosen("Europe/Vienna"),
            "contents": chosen("full"),
            "nothing_new": chosen("say"),
            "words": {"value": "tallis"},
        }
        shown.append((await person.submits(form, values)).body)
    pressed = {
        "type": "button",
        "action_id": "ask:1",
        "value": f"1::{kept}",
        "block_id": "b",
        "action_ts": "1",
    }
    hook = await _pressed(person, pressed)
    shown.append(hook)
    shared = {**pressed, "value": f"share::{kept}"}
    shown.append(await _pressed(person, shared))
    return [_steady(one) for one in shown]


async def _pressed(person: Person, action: Payload) -> list[Payload]:
    """What comes by the response_url of a pressed button."""
    await person.clicks(action)
    hook = person.hook
    await person.slack.until(lambda: hook.posts)
    return [dict(one) for one in hook.posts]


def _steady(shown: Any) -> str:
    """What is shown as text, without the ids that differ from run to run."""
    text = json.dumps(shown, sort_keys=True)
    return re.sub(r'"(?:id|hash|root_view_id|external_id)": "[^"]*"|\d{10}\.\d{6}', "", text)


async def test_another_workspace_sees_the_same_as_if_the_case_were_not_there(
    both: tuple[Inside, Inside],
) -> None:
    first, second = [await seen(one, one.person.but(team="T2", user="U2")) for one in both]
    assert first == second
    # The person's own shortcut and words come back to them, and nothing else of the case.
    titles = json.dumps(first).lower().replace(HIDDEN, "")
    assert "leonard" not in titles
    assert "marrow v" not in titles


async def test_its_own_workspace_finds_the_case_in_the_tab_and_in_every_menu(
    both: tuple[Inside, Inside],
) -> None:
    member = both[0].person
    tab = await home(member)
    assert "Tallis" in json.dumps(tab)
    form = await opened(member, button(tab["blocks"], "Schedule a digest"), tab)
    assert HIDDEN in [one["value"] for one in await member.is_offered("case", "tallis", form)]


@pytest.mark.parametrize("says", ["request", "profile"])
async def test_a_guest_in_a_shared_channel_learns_nothing_of_it_and_manages_nothing(
    both: tuple[Inside, Inside], says: str
) -> None:
    running = both[0]
    running.slack.state.users["U2"].team = "T2" if says == "profile" else ""
    member, guest = running.person, running.person.but(user="U2", home="T2" if says == "request" else "")
    of_the_case = f"1::/case status case:{HIDDEN}"
    pressed = {
        "type": "button",
        "action_id": "ask:1",
        "value": of_the_case,
        "block_id": "b",
        "action_ts": "1",
    }
    assert "Tallis" in json.dumps(await _pressed(member, pressed))
    assert "Tallis" not in json.dumps(await _pressed(guest, pressed))
    of_it = f"<@U0BOT> /case status case:{HIDDEN}"
    assert "Tallis" not in await _answer(guest, of_it)
    assert "Only whoever may manage this place" in await _answer(guest, "<@U0BOT> /settings set zone:UTC")
    assert "Tallis" in await _answer(member, of_it)


async def _answer(person: Person, text: str) -> str:
    """What is posted after a mention of the bot, for all or for one."""
    messages = person.slack.state.messages
    before = len(messages)
    await person.mentions(text)
    await person.slack.until(lambda: len(messages) > before)
    return json.dumps([one.as_object() for one in messages[before:]])
