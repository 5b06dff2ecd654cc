"""The tutorial about a further platform: its bot answers on a real socket, its text shows the real code."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path
from textwrap import indent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.grammar import parse
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.answers.refusal import apology
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.rendering.gate import prove
from bot.rendering.proof import Unreadable, Visible, text_quotations
from bot.rendering.render import Presentation, to_text
from bot.rendering.text import quote_lines
from bot.rendering.wording import Wording
from bot.search.archive import Archive
from bot.service.command_service import CommandService, Extension
from bot.service.preference_repository import PreferenceRepository, channel_of
from docs.tutorials.irc.adapter import IrcAdapter, Network
from docs.tutorials.irc.messages import Message, read_message, typed_words
from docs.tutorials.irc.pacing import Pace, delay
from docs.tutorials.irc.screens import SCREEN_LINES, TEXT_BYTES, _lines, to_irc
from tests.corpora import Corpora
from tests.databases import migrated
from tests.docs.documents import ROOT, blocks, code, table_rows, text_of

TUTORIAL = ROOT / "docs/tutorials/a-further-platform.md"
FILES = sorted((ROOT / "docs/tutorials/irc").glob("*.py"))
MOST_LINES = 400
LINE_BYTES = 512
MAY_IMPORT = ("bot.service", "bot.answers", "bot.rendering", "bot.settings")
INVENTED = ROOT / "tests/cases_invented"
MORE = re.compile(r"— (\d+) more lines: !more")
LONGEST_SOURCE = b":" + b"n" * 30 + b"!" + b"u" * 12 + b"@" + b"h" * 63 + b" "
"""What a server puts before a message that it passes on, at its longest."""
LATER_TEST = 3_600.0


@dataclass
class Time:
    """A clock that only sleeping moves."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)
        await asyncio.sleep(0)


class Connection:
    """The server's end of a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def line(self) -> str:
        """The next line that the bot sent; empty where it is gone."""
        data = await self._reader.readline()
        assert len(data) <= LINE_BYTES
        assert not data or data.endswith(b"\r\n")
        assert not re.search(rb"[\x00-\x08\x0a-\x1f]", data[:-2])
        if data.startswith(b"PRIVMSG"):
            assert len(LONGEST_SOURCE + data) <= LINE_BYTES
        return data.decode("utf-8").removesuffix("\r\n")

    async def heard(self, count: int = 1, target: str = "#news") -> list[str]:
        """The next messages, which all go to this target."""
        said = [read_message((await self.line()).encode()) for _ in range(count)]
        assert {message.params[0] for message in said} == {target}
        return [message.params[1] for message in said]

    def send(self, line: str | bytes) -> None:
        self.writer.write((line if isinstance(line, bytes) else line.encode()) + b"\r\n")

    def ask(self, text: str | bytes, target: str = "#news", nick: str = "ada") -> None:
        words = text if isinstance(text, bytes) else text.encode()
        self.send(f":{nick}!a@example.org PRIVMSG {target} :".encode() + words)

    async def register(self, nick: str = "verbatim") -> None:
        assert await self.line() == "NICK verbatim"
        assert await self.line() == "USER verbatim 0 * :verbatim"
        self.send(f":irc.example.org 001 {nick} :Welcome")
        assert await self.line() == "JOIN #news,#law"

    async def ends(self) -> None:
        assert await self.line() == ""


@dataclass
class Running:
    """A bot that runs, connected to the stand-in server."""

    adapter: IrcAdapter
    connection: Connection
    accepted: asyncio.Queue[Connection]
    stop: asyncio.Event
    task: asyncio.Task[None]
    time: Time


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[int, asyncio.Queue[Connection]]]:
    """A server of IRC on loopback; gives its port and the connections as they come."""
    accepted: asyncio.Queue[Connection] = asyncio.Queue()
    every: list[Connection] = []

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        every.append(Connection(reader, writer))
        await accepted.put(every[-1])

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], accepted
    finally:
        server.close()
        for connection in every:
            connection.writer.close()


@asynccontextmanager
async def running(
    service: CommandService, *, defer_after: float = LATER_TEST, registers: bool = True
) -> AsyncIterator[Running]:
    async with listening() as (port, accepted):
        time, stop = Time(), asyncio.Event()
        network = Network("127.0.0.1", port, "verbatim", ("#news", "#law"), tls=False)
        adapter = IrcAdapter(service, network, Pace(time, time.sleep), defer_after)
        task = asyncio.create_task(adapter.run(stop))
        connection = await accepted.get()
        if registers:
            await connection.register()
        try:
            yield Running(adapter, connection, accepted, stop, task, time)
        finally:
            stop.set()
            await task


@pytest.fixture
def service(corpus: Corpus) -> CommandService:
    return CommandService(corpus, Presentation())


def line_count(archive: Archive, typed: str) -> int:
    return sum(map(len, to_irc(respond(archive, parse(typed)), Presentation()).screens))


def prove_wire(archive: Archive, typed: str, lines: Iterable[str]) -> tuple[Visible, ...]:
    """Compare what left with the spans of the sources, as the gate does on every platform."""
    seen = text_quotations("\n".join(lines))
    prove(respond(archive, parse(typed)), seen, Wording())
    return seen


async def screen(connection: Connection, left: int) -> tuple[list[str], int]:
    """The lines of one screen in the channel, of so many that are left; and how many then are."""
    lines: list[str] = []
    while len(lines) < left:
        (line,) = await connection.heard()
        if more := MORE.fullmatch(line):
            assert int(more[1]) == left - len(lines)
            break
        lines.append(line)
    return lines, left - len(lines)


async def test_it_registers_joins_and_answers_a_ping(service: CommandService) -> None:
    async with running(service) as bot:
        bot.connection.send("PING :irc.example.org")
        assert await bot.connection.line() == "PONG :irc.example.org"


async def test_where_its_nickname_is_in_use_it_takes_another_and_answers_to_that(
    service: CommandService,
) -> None:
    async with running(service, registers=False) as bot:
        await bot.connection.line()
        await bot.connection.line()
        bot.connection.send(":irc.example.org 433 * verbatim :Nickname is already in use")
        assert await bot.connection.line() == "NICK verbatim_"
        bot.connection.send(":irc.example.org 001 verbatim_ :Welcome")
        assert await bot.connection.line() == "JOIN #news,#law"
        bot.connection.ask("nothing of the kind", "VERBATIM_")
        assert (await bot.connection.heard(target="ada"))[0].startswith("no answer")


async def test_a_question_in_a_channel_is_answered_screen_by_screen_and_proven_on_the_wire(
    service: CommandService, archive: Archive
) -> None:
    async with running(service) as bot:
        bot.connection.ask("!case status")
        lines, left = await screen(bot.connection, line_count(archive, "case status"))
        assert len(lines) <= SCREEN_LINES
        while left:
            bot.connection.ask("!more")
            shown, left = await screen(bot.connection, left)
            lines += shown
        assert len(prove_wire(archive, "case status", lines)) > 3
        assert lines[-1].startswith("Next: !case ")
        bot.connection.ask("!more")
        assert await bot.connection.heard() == ["There is nothing more to show."]


async def test_what_was_left_of_an_answer_is_gone_after_the_next(
    service: CommandService, archive: Archive
) -> None:
    async with running(service) as bot:
        bot.connection.ask("!case status")
        await screen(bot.connection, line_count(archive, "case status"))
        bot.connection.ask("!quote nobody said this")
        await bot.connection.heard(line_count(archive, "quote nobody said this"))
        bot.connection.ask("!MORE")
        assert await bot.connection.heard() == ["There is nothing more to show."]


@pytest.mark.parametrize(
    "typed",
    ["!case status", "case statements", "/quote liable", "!verify I won", "!help"],
)
async def test_in_private_everything_is_said_at_once(
    service: CommandService, archive: Archive, typed: str
) -> None:
    async with running(service) as bot:
        bot.connection.ask(typed, "verbatim")
        plain = typed.removeprefix("!")
        lines = await bot.connection.heard(line_count(archive, plain), "ada")
        prove_wire(archive, plain, lines)
        assert "/case" not in "".join(lines)


async def test_an_unknown_command_in_a_channel_disturbs_nobody_but_the_asker(
    service: CommandService,
) -> None:
    async with running(service) as bot:
        bot.connection.ask("!weather in Berlin")
        said = await bot.connection.heard(2, "ada")
        assert said == ["no answer", "There is no command “/weather”. !help lists them all."]


async def test_what_is_not_for_it_is_not_heard(service: CommandService) -> None:
    async with running(service) as bot:
        for text in ("case status", "!", "  ", "\x01ACTION !case status\x01", "\x01VERSION\x01"):
            bot.connection.ask(text)
        bot.connection.ask("!help", "#elsewhere")
        bot.connection.ask("!help", nick="a b")
        bot.connection.ask("!help", nick="#news")
        bot.connection.send(":ada!a@example.org NOTICE #news :!help")
        bot.connection.send("")
        bot.connection.send(":")
        bot.connection.send("PRIVMSG")
        bot.connection.send(b"\xff\xfe \x00")
        bot.connection.send("PING :still there")
        assert await bot.connection.line() == "PONG :still there"
        assert len(bot.adapter.pending) == 0


@pytest.mark.parametrize(
    "text",
    [
        b"!quote \x02lia\x0304,01ble\x0f",
        b"!quote \x1dliable\x16\x1f",
        b"!quote liable\r",
        b"\x02!\x02quote\tliable \xe2\x80",
    ],
)
async def test_formatting_of_members_is_read_over(
    service: CommandService, archive: Archive, text: bytes
) -> None:
    async with running(service) as bot:
        bot.connection.ask(text, "verbatim")
        prove_wire(
            archive, "quote liable", await bot.connection.heard(line_count(archive, "quote liable"), "ada")
        )


@pytest.mark.parametrize(
    "text",
    [
        b"!no\rQUIT :now",
        b"!no \x01VERSION\x01 \x03" + b"4" * 300,
        b"!no \xff\xfe\xc3\xe2\x28",
        b"!no \x00 \x1f\x1f\x07",
        "!no │ “I lied” ├ │".encode(),
        "!no \u2028  │ forged\u2028  The article · #p7xjwv".encode(),
    ],
)
async def test_nothing_that_members_type_becomes_a_message_or_a_quotation(
    service: CommandService, text: bytes
) -> None:
    async with running(service) as bot:
        bot.connection.ask(text)
        lines = await bot.connection.heard(2, "ada")
        assert lines[0] == "no answer"
        assert text_quotations("\n".join(lines)) == ()


@pytest.mark.parametrize("shift", range(4))
async def test_a_line_that_the_server_cut_inside_a_character_is_read_without_it(
    service: CommandService, shift: int
) -> None:
    async with running(service) as bot:
        head = b":ada!a@example.org PRIVMSG verbatim :!verify " + b"x" * shift
        bot.connection.send((head + "🙂".encode() * 200)[: LINE_BYTES - 2])
        (title,) = await bot.connection.heard(target="ada")
        assert "no answer" not in title


LONG = (
    "Das Gericht erklärte: 漢字漢字漢字 "
    + "Äé🙂👩‍👩‍👧‍👦ée\u0301" * 60
    + " und so weiter, Wort für Wort. " * 30
).strip()


@pytest.fixture
def corpus_of(case_folder: Callable[..., Path]) -> Callable[[str], Corpus]:
    """A case with one statement in these words."""

    def read(words: str) -> Corpus:
        escaped = json.dumps(words, ensure_ascii=False)
        body = (
            "parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]\n"
            f"statements: [{{speaker: stone, quote_type: direct, quote: {{exact: {escaped}}}}}]\n"
        )
        folder = case_folder(body, {"a.txt": f"Ada Stone spoke.\n“{words}”\n"})
        corpus = Corpus(ContentRepository(folder.parent))
        corpus.read()
        assert corpus.archive.library.problems == ()
        return corpus

    return read


async def test_a_quotation_of_several_messages_is_whole(corpus_of: Callable[[str], Corpus]) -> None:
    corpus = corpus_of(LONG)
    async with running(CommandService(corpus, Presentation())) as bot:
        bot.connection.ask("case statements", "verbatim")
        count = line_count(corpus.archive, "case statements")
        lines = await bot.connection.heard(count, "ada")
        (quotation,) = prove_wire(corpus.archive, "case statements", lines)
        assert quotation.text == LONG
        assert sum(line.startswith("  │ ") for line in lines) > 5


@pytest.mark.parametrize("character", ["\x02", "\x03", "\x0f", "\x1f", "\r", "\x01", "\x00"])
def test_an_answer_that_irc_would_show_otherwise_does_not_leave(character: str) -> None:
    odd = phrase("A sentence {odd} of ours", odd=f"x{character}x")
    text = to_text(apology(odd), Presentation())
    if character in text:
        with pytest.raises(Unreadable):
            to_irc(apology(odd), Presentation())
    else:
        assert (
            " ".join(chain.from_iterable(to_irc(apology(odd), Presentation()).screens)).split()
            == text.split()
        )


@example(" " * 1_000)
@example("漢 \n  🙂\t" * 200)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(lambda text: text * 40))
def test_pieces_of_any_text_fit_and_give_it_back(text: str) -> None:
    block = "\n".join([*quote_lines(text), "  The article · #abc"])
    lines = [piece for part in [block] for piece in _lines(part)]
    assert max(len(line.encode()) for line in lines) <= TEXT_BYTES
    assert text_quotations("\n".join(lines)) == (Visible(text, "The article · #abc"),)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1).map(lambda text: text * 300))
def test_a_long_credit_is_given_back_too(credit: str) -> None:
    lines = _lines("\n".join(["  │ words", f"  {credit}"]))
    assert max(len(line.encode()) for line in lines) <= TEXT_BYTES
    assert text_quotations("\n".join(lines)) == (Visible("words", credit),)


async def test_when_the_connection_breaks_it_connects_again_and_waits_longer_each_time(
    service: CommandService, archive: Archive
) -> None:
    async with running(service) as bot:
        for _ in range(3):
            bot.connection.writer.close()
            bot.connection = await bot.accepted.get()  # gone before it registered, from the second one on
        await bot.connection.register()
        assert bot.time.slept == [2.0, 4.0, 8.0]
        bot.connection.ask("quote liable", "verbatim")
        lines = await bot.connection.heard(line_count(archive, "quote liable"), "ada")
        prove_wire(archive, "quote liable", lines)
        bot.connection.send(b"x" * 200_000)  # no line of IRC: the connection is given up
        bot.connection = await bot.accepted.get()
        await bot.connection.register()
    assert [delay(failures) for failures in (0, 1, 6, 7, 8, 10_000)] == [2, 4, 128, 256, 300, 300]


class Slow:
    """Answers ``case status`` when it is let go."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.asked, self.let_go = asyncio.Event(), asyncio.Event()

    async def answer(self, query: Query, _: Asker) -> Answer:
        self.asked.set()
        await self.let_go.wait()
        return respond(self._corpus.archive, query)

    def service(self) -> CommandService:
        extension = Extension({"case status": self.answer})
        return CommandService(self._corpus, Presentation(), extensions=(extension,))


async def test_an_answer_that_takes_long_is_announced_and_then_given(
    corpus: Corpus, archive: Archive
) -> None:
    slow = Slow(corpus)
    async with running(slow.service(), defer_after=0.0) as bot:
        bot.connection.ask("case status", "verbatim")
        assert await bot.connection.heard(target="ada") == ["Still looking …"]
        slow.let_go.set()
        lines = await bot.connection.heard(line_count(archive, "case status"), "ada")
        prove_wire(archive, "case status", lines)


async def test_an_answer_that_outlives_its_connection_is_given_on_the_next(
    corpus: Corpus, archive: Archive
) -> None:
    slow = Slow(corpus)
    async with running(slow.service()) as bot:
        bot.connection.ask("case status", "verbatim")
        await slow.asked.wait()
        bot.connection.writer.close()
        bot.connection = await bot.accepted.get()
        await bot.connection.register()
        slow.let_go.set()
        lines = await bot.connection.heard(line_count(archive, "case status"), "ada")
        prove_wire(archive, "case status", lines)


async def test_when_it_stops_it_finishes_what_is_under_way_hears_no_more_and_quits(
    corpus: Corpus, archive: Archive
) -> None:
    slow = Slow(corpus)
    async with running(slow.service()) as bot:
        bot.connection.ask("case status", "verbatim")
        await slow.asked.wait()
        bot.stop.set()
        await asyncio.sleep(0)  # the bot learns of it
        bot.connection.ask("!help")
        bot.connection.send("PING :still there")
        assert await bot.connection.line() == "PONG :still there"
        slow.let_go.set()
        lines = await bot.connection.heard(line_count(archive, "case status"), "ada")
        prove_wire(archive, "case status", lines)
        assert await bot.connection.line() == "QUIT :restarting"
        await bot.connection.ends()
        await bot.task


async def test_it_stops_while_a_question_comes_in(service: CommandService) -> None:
    async with running(service) as bot:
        bot.connection.ask("case status", "verbatim")
        bot.stop.set()
        await bot.task


async def test_the_preferences_of_a_place_hold(tmp_path: Path, corpora: Corpora) -> None:
    corpus = corpora(INVENTED)
    case = sorted(corpus.archive.library.cases)[1]
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    preferences = PreferenceRepository(engine)
    service = CommandService(corpus, Presentation(), preferences=preferences)
    asker = Asker("irc", "127.0.0.1", "#law", "ada")
    await preferences.put(channel_of(asker), {"case": case, "visibility": "private"}, asker)
    async with running(service) as bot:
        bot.connection.ask("!CASE status", "#Law", "Ada")
        typed = f"case status case:{case}"
        lines = await bot.connection.heard(line_count(corpus.archive, typed), "Ada")
        prove_wire(corpus.archive, typed, lines)
        bot.connection.ask("!case status", "#news")
        assert (await bot.connection.heard(2, "ada"))[0] == "no answer"  # several cases, and none is meant
    engine.dispose()


async def test_no_more_is_sent_than_a_server_takes() -> None:
    time = Time()
    bucket = Pace(time, time.sleep)
    for _ in range(8):
        await bucket.take()
    assert time.slept == [2.0, 2.0, 2.0]
    time.now += 4.0
    await bucket.take()
    await bucket.take()
    await bucket.take()
    assert time.slept == [2.0] * 4
    assert bucket.spend() == 2.0


async def test_a_long_answer_is_paced(service: CommandService, archive: Archive) -> None:
    async with running(service) as bot:
        bot.connection.ask("help", "verbatim")
        count = line_count(archive, "help")
        await bot.connection.heard(count, "ada")
        # NICK, USER and JOIN took three of the five that may go at once.
        assert bot.time.slept == [2.0] * (count - 2)


async def test_two_answers_do_not_mix(service: CommandService, archive: Archive) -> None:
    async with running(service) as bot:
        bot.connection.ask("case status", "verbatim", "ada")
        bot.connection.ask("case people", "verbatim", "bob")
        counts = {"ada": line_count(archive, "case status"), "bob": line_count(archive, "case people")}
        said = [read_message((await bot.connection.line()).encode()) for _ in range(sum(counts.values()))]
        targets = [message.params[0] for message in said]
        assert len(list(groupby(targets))) == 2
        assert {nick: targets.count(nick) for nick in counts} == counts


async def test_the_program_runs_answers_and_quits_when_it_is_interrupted(
    archive: Archive, content: Path
) -> None:
    async with listening() as (port, accepted):
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "docs.tutorials.irc", "127.0.0.1", "#news", "#law"),
            *("--port", str(port), "--plain"),
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "CONTENT_DIR": str(content)},
        )
        connection = await accepted.get()
        await connection.register()
        connection.ask("!quote nobody said this")
        await connection.heard(line_count(archive, "quote nobody said this"))
        program.send_signal(signal.SIGTERM)
        assert await connection.line() == "QUIT :restarting"
        assert await program.wait() == 0


@pytest.mark.parametrize(
    ("nick", "channels"), [("a b", ("#news",)), ("bot", ("news",)), ("bot", ("#a,#b",)), ("", ())]
)
def test_names_that_no_message_can_hold_are_refused(nick: str, channels: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="nickname"):
        Network("irc.example.org", 6697, nick, channels)


def test_messages_are_read_as_the_standard_writes_them() -> None:
    assert read_message(b":a!b@c PRIVMSG #d :e  :f\r\n") == Message("a", "PRIVMSG", ("#d", "e  :f"))
    assert read_message(b"ping  x y\r\n") == Message("", "PING", ("x", "y"))
    assert read_message(b":a!b@c\r\n") == Message("a", "", ())
    assert typed_words("\x0304,12!a\x03\x04ff00ffb\x02\ufffd ") == "!ab\ufffd"


def imported(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(text_of(path)))
    nodes = [node for node in tree if isinstance(node, (ast.Import, ast.ImportFrom))]
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return named | {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}


def test_the_adapter_is_small() -> None:
    assert sum(len(text_of(path).splitlines()) for path in FILES) <= MOST_LINES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_stands_on_the_service_alone(path: Path) -> None:
    allowed = (*MAY_IMPORT, "bot.corpus") if path.name == "__main__.py" else MAY_IMPORT
    ours = {name for name in imported(path) if name.split(".")[0] == "bot"}
    assert [name for name in ours if not name.startswith(allowed)] == []


def test_nothing_in_the_bot_knows_of_it() -> None:
    for path in (ROOT / "bot").rglob("*.py"):
        assert "tutorials" not in text_of(path)
        assert not re.search(r"[\"']irc[\"']", text_of(path))


def test_every_excerpt_in_the_text_is_in_a_file() -> None:
    code_of_all = "\n".join(map(text_of, FILES))
    excerpts = blocks(TUTORIAL, "python")
    assert len(excerpts) > 10
    for excerpt in excerpts:
        assert any(indent(excerpt, " " * columns) in code_of_all for columns in (0, 4, 8)), excerpt


def test_what_the_text_shows_is_what_a_channel_shows(archive: Archive) -> None:
    (shown,) = blocks(TUTORIAL, "text")
    (screen,) = to_irc(respond(archive, parse("quote liable")), Presentation()).screens
    assert shown.splitlines() == list(screen)


def test_the_text_names_every_file_with_its_length() -> None:
    rows = {code(row[0]): int(row[1]) for row in table_rows(text_of(TUTORIAL), "file")}
    assert rows == {path.name: len(text_of(path).splitlines()) for path in FILES}
    assert f"{sum(rows.values())} lines altogether" in text_of(TUTORIAL)
