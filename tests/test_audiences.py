"""A case that only some may see is to all others as if it were not there: no surface tells the two apart.

One bot has the case and hides it, the other has never had it. Whatever a route or a command answers to who
may not see the case has to be the same, byte for byte.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Engine

from bot.answers.asker import Asker
from bot.answers.choices import Choice
from bot.answers.commands import CASE, COMMANDS
from bot.answers.grammar import write
from bot.answers.query import Query
from bot.app.chat_payloads import AdapterPayloads
from bot.app.programs import mount_programs
from bot.app.services import make_service
from bot.corpus.audience import CaseAudiences
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.db.subscriptions import Subscription
from bot.digests.composer import DigestMessage, NothingNew, ShownVersion
from bot.digests.outcomes import Rejected
from bot.digests.senders import Target
from bot.digests.version_repository import VersionRepository
from bot.digests.writer import DigestWriter
from bot.mcp.tools import TOOLS
from bot.platforms.discord.interaction import of_json
from bot.platforms.discord.interaction_handler import InteractionHandler
from bot.platforms.slack.heard import prompts
from bot.rendering.render import Presentation, to_discord, to_slack, to_text
from bot.rendering.wording import Wording
from bot.service.archive_views import archive_of
from bot.service.command_service import CommandService
from bot.settings import Settings
from bot.web.site import make_site
from tests.databases import migrated
from tests.fakes.discord.interactions import as_manager, fill, slash
from tests.fakes.discord.world import World

ROOT = Path(__file__).parent.parent
HIDDEN = "marrow-v-tallis"
FOLDER = ROOT / "tests" / "cases_invented" / HIDDEN
URL = "https://cases.example.org"
MEMBER = Asker("slack", "T1", "C1", "U1", manages=True)
OTHERS = (
    Asker("slack", "T2", "C1", "U1", manages=True),
    Asker("slack", "T2", "D1", "U1", is_direct=True),
    Asker("discord", "", "5", "6", is_direct=True),
    Asker("discord", "T1", "C1", "U1", manages=True),
    Asker("playground", "", "", ""),
)
AUDIENCES = CaseAudiences({HIDDEN: frozenset({("slack", "T1")})})
Client = TestClient[web.Request, web.Application]


async def anywhere(_: Target) -> Rejected | None:
    return None


@dataclass(frozen=True)
class Running:
    """A bot with its cases, its service and its database."""

    corpus: Corpus
    service: CommandService
    engine: Engine


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, Corpus]:
    """The cases of a bot that hides one, and of one that never had it; both call their folder the same."""
    made = []
    for name in ("with", "without"):
        folder = tmp_path_factory.mktemp(name)
        content = shutil.copytree(ROOT / "content", folder / "content")
        if name == "with":
            shutil.copytree(FOLDER, content / HIDDEN)
        corpus = Corpus(ContentRepository(content), folder / "search", audiences=AUDIENCES)
        corpus.read()
        made.append(corpus)
    hiding, never = made
    return hiding, never


def running(corpus: Corpus, folder: Path) -> Running:
    engine = open_database(migrated(f"sqlite:///{folder}/bot.db"))
    return Running(corpus, make_service(corpus, Presentation(public_url=URL), engine, anywhere), engine)


@pytest.fixture
def both(corpora: tuple[Corpus, Corpus], tmp_path: Path) -> Iterator[tuple[Running, Running]]:
    hiding, never = corpora
    two = running(hiding, tmp_path / "a"), running(never, tmp_path / "b")
    yield two
    for one in two:
        one.engine.dispose()


@pytest.fixture(scope="module")
def probes(corpora: tuple[Corpus, Corpus]) -> tuple[str, ...]:
    """What somebody would type who guesses at the case: its id, a quotation, its id, a party, a rare word."""
    case = corpora[0].whole.library.cases[HIDDEN]
    statement = case.statements[0]
    selector = statement.quote[0]
    party = case.parties[0].name
    return (HIDDEN, selector.exact, f"#{selector.id}", party, _misspelt(party), "tallis")


def _misspelt(name: str) -> str:
    first, *rest = name.split()
    return " ".join((first[:-1], *rest))


@pytest.fixture
async def sites(both: tuple[Running, Running]) -> AsyncIterator[tuple[Client, Client]]:
    clients = []
    for one in both:
        site = make_site(one.service, chat=AdapterPayloads(), takes_reports=True)
        mount_programs(site, Settings(api_requests_per_minute=0), one.service, lambda *_: None)
        client = TestClient(TestServer(site))
        await client.start_server()
        clients.append(client)
    first, second = clients
    yield first, second
    for client in clients:
        await client.close()


def routes(app: web.Application) -> set[tuple[str, str]]:
    """The methods and paths of all routes, those of the parts included; HEAD is GET without its body."""
    return {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource and route.method != "HEAD"
    }


def paths(canonical: str, probes: tuple[str, ...], sources: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Addresses of a route, of the case that is hidden and of one that is not."""
    names = set(re.findall(r"\{(\w+)\}", canonical))
    assert names <= {"case", "source", "quotation", "id", "command"}, f"fill {names} here"
    for case, (source, quotation) in sources.items():
        identifier = quotation if "quotations/" in canonical else case
        filled = {"case": case, "source": source, "quotation": quotation, "id": identifier}
        for command in ("status", "damages") if "command" in names else ("",):
            yield canonical.format(**filled, command=command)


QUERIES = ("q", "command", "words", "speaker")


def queries(path: str, probes: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """The empty query, and each option with what the probes make of it."""
    yield {}
    if f"/{HIDDEN}/" in path or path.startswith("/static"):
        # The case is named already.
        return
    for name in QUERIES:
        for probe in (probes[1], probes[4]):
            yield {name: probe}
    yield from ({"case": HIDDEN}, {"url": f"{URL}/cases/{HIDDEN}"}, {"words": "jury", "case": HIDDEN})
    if path != "/playground":
        return
    for command in (f"/case status case:{HIDDEN}", f"/quote {probes[1]}", f"/ask Who is {probes[3]}?"):
        yield {"command": command}


def bodies(path: str, probes: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The bodies that are posted to a path, as arguments of a request."""
    for probe in probes:
        if path == "/playground":
            yield {"data": {"command": f"/verify {probe}"}}
            yield {"data": {"command": f"/ask {probe}"}}
        elif path == "/check":
            yield {"data": {"text": f"He said “{probe}”."}}
        elif path == "/report":
            yield {"data": {"command": f"/case status case:{HIDDEN}", "reason": probe}}
        elif path == "/api/v1/verify":
            yield {"json": {"text": f"He said “{probe}”."}}
        elif path == "/mcp":
            yield from _messages(probe)
        else:
            raise AssertionError(f"say here what is posted to {path}")


def _messages(probe: str) -> Iterator[dict[str, Any]]:
    arguments = {
        "verify_quotations": {"text": probe},
        "find_quotation": {"words": probe},
        "case_answer": {"case": HIDDEN, "command": "status"},
        "coverage": {},
    }
    assert arguments.keys() == TOOLS.keys()
    for name, given in arguments.items():
        yield _message("tools/call", {"name": name, "arguments": given})
    for method in ("tools/list", "resources/list", "resources/templates/list", "prompts/list"):
        yield _message(method, {})
    for uri in (f"{URL}/cases/{HIDDEN}", f"case://{HIDDEN}", f"verbatim://cases/{HIDDEN}"):
        yield _message("resources/read", {"uri": uri})


def _message(method: str, params: dict[str, Any]) -> dict[str, Any]:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    return {"json": message, "headers": headers}


TIMES = re.compile(
    rb"\S+_(?:created|seconds)\S* .*|bot_\w*(?:memory|open_files|cpu)\S* .*|(?:process|python)_\S+ .*"
)


async def answered(client: Client, method: str, path: str, more: Mapping[str, Any]) -> tuple[int, bytes]:
    async with client.request(method, path, allow_redirects=False, **more) as response:
        folder = str(client.app["folder"]).encode() if "folder" in client.app else b""
        body = TIMES.sub(b"", await response.read())
        return response.status, body.replace(folder, b"") if folder else body


async def test_every_route_answers_as_if_the_case_were_not_there(
    sites: tuple[Client, Client], probes: tuple[str, ...], corpora: tuple[Corpus, Corpus]
) -> None:
    hiding, never = sites
    library = corpora[0].whole.library
    sources = {}
    for case_id in (HIDDEN, "carroll-v-trump"):
        selector = library.cases[case_id].statements[0].quote[0]
        sources[case_id] = (selector.source, selector.id)
    assert hiding.app
    seen = 0
    for method, canonical in sorted(routes(hiding.app)):
        if canonical == "/static":
            continue
        for path in paths(canonical, probes, sources):
            asked = (
                [{"params": one} for one in queries(path, probes)]
                if method == "GET"
                else list(bodies(canonical, probes))
            )
            for more in asked:
                first = await answered(hiding, method, path, more)
                second = await answered(never, method, path, more)
                assert first == second, (method, path, more)
                seen += 1
        if method == "GET" and canonical.startswith("/cases/{case}"):
            [of_hidden, _] = paths(canonical, probes, sources)
            assert (await answered(hiding, "GET", of_hidden, {}))[0] == 404, canonical
    assert seen > 300


def asked(probes: tuple[str, ...]) -> Iterator[Query]:
    """Every command, with each of its options as somebody would fill it who guesses at the case."""
    for name, command in COMMANDS.items():
        yield Query(name)
        for option in command.options:
            for probe in probes:
                value = HIDDEN if option.name == "case" and option is CASE else probe
                yield Query(name, ((option.name, value),))
    yield Query("digest schedule", (("when", "daily 9:00 UTC"), ("case", HIDDEN)))
    yield Query("settings set", (("case", HIDDEN),))
    yield Query("digest preview", (("id", "1"),))


async def test_every_command_answers_others_as_if_the_case_were_not_there(
    both: tuple[Running, Running], probes: tuple[str, ...]
) -> None:
    hiding, never = both
    for query in asked(probes):
        if query.command in {"digest now", "digest pause", "digest resume", "digest remove"}:
            continue
        for asker in OTHERS if query.get("case") or query.command in {"ask", "quote"} else OTHERS[:1]:
            for render in (to_text, to_discord, to_slack) if asker is OTHERS[0] else (to_text,):
                first = await hiding.service.reply(query, asker, render)
                second = await never.service.reply(query, asker, render)
                assert first == second, (write(query), asker, render)


async def test_forms_of_discord_show_and_take_nothing_of_the_case(both: tuple[Running, Running]) -> None:
    world = World()
    handlers = [InteractionHandler(one.service, defer_after=60) for one in both]

    async def shown(asked: dict[str, Any]) -> dict[str, Any]:
        first, second = [(await one.respond(of_json(as_manager(asked)))).body for one in handlers]
        assert first == second, asked
        found: dict[str, Any] = json.loads(first)
        return found

    for number, name in enumerate(("digest schedule", "settings set")):
        form = (await shown(slash(world, name)))["data"]
        assert HIDDEN not in json.dumps(form)
        filled = fill(world, form)
        label = {"type": 18, "component": {"type": 3, "custom_id": "case", "values": [HIDDEN]}}
        forged = {**filled["data"], "components": [*filled["data"]["components"], label]}
        forged["custom_id"] = f"form:{number + 7}:/{name}"
        refused = await shown({**filled, "data": forged})
        assert "Tallis" not in json.dumps(refused)
        assert f"no case “{HIDDEN}”" in json.dumps(refused, ensure_ascii=False)


async def test_completion_offers_others_nothing_of_the_case(
    both: tuple[Running, Running], probes: tuple[str, ...]
) -> None:
    hiding, never = both
    typed = ["", *(probe[:length] for probe in probes for length in (2, 4, 8, len(probe)))]
    offered = 0
    for name, command in COMMANDS.items():
        for option in command.options:
            for begun in typed:
                for asker in (OTHERS[0], OTHERS[2]):
                    first = await hiding.service.complete(Query(name), option.name, begun, 25, asker)
                    second = await never.service.complete(Query(name), option.name, begun, 25, asker)
                    assert named(first) == named(second), (name, option.name, begun)
                to_others = await hiding.service.complete(Query(name), option.name, begun, 25, OTHERS[0])
                to_members = await hiding.service.complete(Query(name), option.name, begun, 25, MEMBER)
                offered += named(to_members) != named(to_others)
    assert offered


def named(offered: tuple[Choice, ...]) -> list[tuple[str, str]]:
    return [(one.name, one.value) for one in offered]


async def test_those_who_may_see_the_case_are_answered_without_links_to_pages_that_are_not_there(
    both: tuple[Running, Running], probes: tuple[str, ...]
) -> None:
    hiding, _ = both
    for query in (
        Query("case status", (("case", HIDDEN),)),
        Query("quote", (("text", probes[2]),)),
        Query("verify", (("text", probes[1]),)),
    ):
        text = await hiding.service.reply(query, MEMBER, to_text)
        assert "Tallis" in text or "Marrow" in text, text
        assert f"/cases/{HIDDEN}" not in json.dumps(await hiding.service.reply(query, MEMBER, to_discord))
        slack = json.dumps(await hiding.service.reply(query, MEMBER, to_slack))
        assert f"/cases/{HIDDEN}" not in slack
    own = Query("case status", (("case", "carroll-v-trump"),))
    assert f"{URL}/cases/carroll-v-trump" in json.dumps(
        await hiding.service.reply(own, MEMBER, to_slack)
    ) or f"{URL}/cases/carroll-v-trump" in json.dumps(await hiding.service.reply(own, MEMBER, to_discord))


async def test_an_answer_that_a_member_had_is_not_kept_for_others(both: tuple[Running, Running]) -> None:
    hiding, never = both
    query = Query("case status", (("case", HIDDEN),))
    shown = await hiding.service.reply(query, MEMBER, to_text)
    assert hiding.service.kept(query, MEMBER, to_text) == shown
    assert hiding.service.kept(query, OTHERS[4], to_text) is None
    assert await hiding.service.reply(query, OTHERS[0], to_text) == await never.service.reply(
        query, OTHERS[0], to_text
    )


def test_what_is_suggested_to_others_is_not_about_the_case(both: tuple[Running, Running]) -> None:
    hiding, never = (prompts(one.service.archive_of(OTHERS[0]).library, Wording("en")) for one in both)
    assert hiding == never


async def test_digests_and_corrections_of_the_case_go_to_those_who_may_see_it(
    both: tuple[Running, Running],
) -> None:
    hiding, _ = both
    corpus, now = hiding.corpus, datetime(2026, 7, 1, 9, tzinfo=UTC)
    writer = DigestWriter(
        lambda: corpus.whole.library,
        Presentation(),
        VersionRepository(hiding.engine),
        library_for=lambda one: archive_of(corpus, one.platform, one.workspace).library,
    )
    member = Subscription(
        1, "slack", "T1", "channel", "C1", "", "U1", "en", "daily 09:00 UTC", "UTC", HIDDEN, "full", "say",
        "active", "", "", now, "", None, now,
    )  # fmt: skip
    other = replace(member, workspace="T2")
    made = await writer.compose(member, now)
    assert isinstance(made, DigestMessage)
    assert isinstance(await writer.compose(other, now), NothingNew)
    shown = ShownVersion(HIDDEN, "an earlier version", ("zzzzzz",))
    assert await writer.correct(other, shown) is None
    assert await writer.correct(member, shown) is not None


def test_the_public_is_given_nothing_of_it_by_whoever_forgets_to_say_who_asks(
    corpora: tuple[Corpus, Corpus],
) -> None:
    hiding, _ = corpora
    assert HIDDEN in hiding.whole.library.cases
    assert HIDDEN not in hiding.archive.library.cases
    assert HIDDEN not in hiding.archive.library.listings
    assert HIDDEN in archive_of(hiding, "slack", "T1").library.cases
    assert hiding.archive.index.passages < archive_of(hiding, "slack", "T1").index.passages


def test_a_case_that_is_saved_later_or_broken_stays_hidden(tmp_path: Path) -> None:
    content = shutil.copytree(ROOT / "content", tmp_path / "content")
    said: list[str] = []
    corpus = Corpus(ContentRepository(content), tmp_path / "search", said.append, audiences=AUDIENCES)
    corpus.read()
    assert [one for one in said if HIDDEN in one]
    before = corpus.archive
    shutil.copytree(FOLDER, content / HIDDEN)
    corpus.read(only=frozenset({HIDDEN}))
    assert HIDDEN in corpus.whole.library.cases
    assert HIDDEN not in corpus.archive.library.cases
    assert HIDDEN in archive_of(corpus, "slack", "T1").library.cases
    (content / HIDDEN / "case.yaml").write_text("nonsense: [", "utf-8")
    library = corpus.read(only=frozenset({HIDDEN}))
    assert [one for one in library.problems if HIDDEN in str(one)]
    assert corpus.archive.library.problems == ()
    shutil.rmtree(content / HIDDEN)
    corpus.read(only=frozenset({HIDDEN}))
    assert corpus.archive.index.passages == before.index.passages
    folders = {one.name for one in tmp_path.glob("search*")}
    Corpus(ContentRepository(content), tmp_path / "search")
    assert folders != {"search"}
    assert {one.name for one in tmp_path.glob("search*")} == {"search"}
