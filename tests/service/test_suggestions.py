"""Suggested articles wait in the editors' inbox: once each, within limits, and nothing of them is served."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.answers.asker import Asker
from bot.app.services import make_service
from bot.corpus.articles.fetching import fetch_as
from bot.corpus.articles.limits import ArticleRefused
from bot.corpus.audience import CaseAudiences
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db import suggestions as rows
from bot.db.database import open_database, writing
from bot.db.forgetting import Forgetting, forget
from bot.db.suggestions import NewSuggestion, SuggestedArticle, Suggester, SuggestionLimits
from bot.db.tables import METADATA, suggesters
from bot.rendering.render import Presentation, to_text
from bot.service.command_service import CommandService, Extension
from bot.service.inbox.attachments import MOST_BYTES, problem_of
from bot.service.inbox.suggestions import Suggestions
from bot.settings import Settings
from tests.fakes.pages import FakePage, FakeSite, fake_site

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
LINK = "https://news.example.org/verdict"
MEMBER = Asker("slack", "T0ONE1234", "C1", "U0ADA1234")
ON_DISCORD = Asker("discord", "500", "6", "700000000000000001")
CDN = "https://cdn.discordapp.com"
LIMITS = SuggestionLimits(member=3, workspace=5, open=6, files=2)
THANKS = "Thank you. The editors have the article"


@dataclass
class Inbox:
    """A service with an inbox, a clock that a test sets, and the site of attached files."""

    service: CommandService
    engine: Engine
    site: FakeSite
    now: datetime = NOW

    async def suggest(self, words: str, asker: Asker = MEMBER) -> str:
        return await self.service.reply(f"/case suggest {words}", asker, to_text)

    async def attach(self, name: str, raw: bytes, asker: Asker = ON_DISCORD) -> str:
        self.site.pages[f"/attachments/1/{name}"] = FakePage(raw)
        return await self.suggest(f"file:{CDN}/attachments/1/{name}", asker)

    @property
    def waiting(self) -> tuple[SuggestedArticle, ...]:
        with self.engine.connect() as connection:
            return rows.listed(connection).rows


@pytest.fixture
def inbox(database: Engine, corpus: Corpus) -> Iterator[Inbox]:
    with fake_site() as site:

        def fetch(address: str) -> bytes:
            # The address that Discord would have, at the stand-in.
            here = replace(site.rules, most=MOST_BYTES)
            return fetch_as(address.replace(CDN, site.address), here).raw

        suggestions = Suggestions(database, lambda: made.now, fetch, LIMITS)
        handlers = suggestions.handlers(lambda: corpus.archive.library)
        made = Inbox(
            CommandService(corpus, Presentation(), extensions=(Extension(handlers),)), database, site
        )
        yield made


async def test_a_link_waits_and_is_not_fetched(inbox: Inbox) -> None:
    assert THANKS in await inbox.suggest(LINK)
    assert inbox.site.asked == []
    assert [(one.link, one.times) for one in inbox.waiting] == [(LINK, 1)]


async def test_sent_twice_it_is_one_and_by_many_it_has_a_count(inbox: Inbox) -> None:
    await inbox.suggest(LINK)
    assert "You have suggested this article already" in await inbox.suggest(
        f"{LINK}?utm_source=chat#comments"
    )
    await inbox.suggest(LINK, replace(MEMBER, user="U0EVE5678"))
    await inbox.suggest(LINK, ON_DISCORD)
    assert [(one.link, one.times) for one in inbox.waiting] == [(LINK, 3)]


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example.org/verdict",
        "https://news.example.org/verdict/",
        "https://www.news.example.org/verdict",
        "HTTPS://NEWS.example.org:443/verdict?fbclid=1&utm_medium=x",
        "https://news.example.org./verdict#top",
        "<http://www.news.example.org:80/verdict/>",
    ],
)
async def test_the_spellings_of_one_address_are_one_entry(inbox: Inbox, other: str) -> None:
    assert THANKS in await inbox.suggest(LINK)
    assert "You have suggested this article already" in await inbox.suggest(other)
    await inbox.suggest(other, ON_DISCORD)
    assert [(one.link, one.times) for one in inbox.waiting] == [(LINK, 2)]
    assert THANKS in await inbox.suggest(f"{LINK}?page=2")
    assert len(inbox.waiting) == 2


async def test_a_member_who_suggests_a_thousand_articles_is_stopped_at_the_limit(inbox: Inbox) -> None:
    said = [await inbox.suggest(f"{LINK}/{number}") for number in range(1_000)]
    assert [THANKS in one for one in said] == [True] * LIMITS.member + [False] * (1_000 - LIMITS.member)
    assert "You can suggest 3 articles a day." in said[-1]
    assert len(inbox.waiting) == LIMITS.member


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://News.example.org", "https://news.example.org/"),
        ("https://news.example.org:443/?12345", "https://news.example.org/?12345"),
        ("https://news.example.org/?utm_source=chat&12345&fbclid=x#top", "https://news.example.org/?12345"),
        ("https://news.example.org/a?q=%FF&a=1+2;b", "https://news.example.org/a?q=%FF&a=1+2;b"),
    ],
)
async def test_what_a_link_says_of_its_page_stays_as_it_is_written(
    inbox: Inbox, typed: str, kept: str
) -> None:
    assert THANKS in await inbox.suggest(typed)
    assert [one.link for one in inbox.waiting] == [kept]


def at_once(database: Engine, suggested: list[tuple[str, str]], limits: SuggestionLimits) -> list[int]:
    """Have members, each with a key, suggest at the same moment; gives the counts of what waits then."""
    barrier = threading.Barrier(len(suggested))

    def suggest(member: str, key: str) -> None:
        barrier.wait()
        with writing(database) as connection:
            rows.add(connection, NewSuggestion(key, LINK), Suggester("slack", "T1", member), NOW, limits)

    threads = [threading.Thread(target=suggest, args=one) for one in suggested]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.connect() as connection:
        return [one.times for one in rows.listed(connection).rows]


def test_of_many_at_once_it_is_one_entry_with_all_of_them(database: Engine) -> None:
    suggested = [(f"U{number % 4}", "key") for number in range(8)]
    assert at_once(database, suggested, SuggestionLimits(9, 99, 9, 9)) == [4]


def test_many_at_once_are_within_the_limit_of_a_member_and_of_the_inbox(database: Engine) -> None:
    by_one = [("U1", f"one-{number}") for number in range(10)]
    assert at_once(database, by_one, SuggestionLimits(3, 99, 9, 9)) == [1] * 3
    by_all = [(f"U{number + 2}", f"all-{number}") for number in range(10)]
    assert at_once(database, by_all, SuggestionLimits(3, 99, 5, 9)) == [1] * 5


@pytest.mark.parametrize(
    "words",
    [
        *(
            "the verdict",
            "ftp://news.example.org/a",
            "javascript:alert(1)",
            "https://me:pw@news.example.org/",
        ),
        *("http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "http://localhost/", "http://intranet/"),
        *("https://news.example.org/" + "a" * 2_000, "https://[", "http://169.254.169.254/latest/meta-data"),
        # No editor could have them fetched.
        *("https://news.example.org:8443/a", "http://news.example.org:99999/"),
    ],
)
async def test_what_is_no_link_is_said_and_not_stored(inbox: Inbox, words: str) -> None:
    assert "This is no link to an article" in await inbox.suggest(words)
    assert inbox.waiting == ()


async def test_a_hundred_thousand_characters_are_refused(inbox: Inbox) -> None:
    assert "That is too long" in await inbox.suggest("https://a.example/" + "a" * 100_000)
    assert "Say which article" in await inbox.suggest("")
    assert "one at a time" in await inbox.suggest(f"{LINK} file:{CDN}/a.txt", ON_DISCORD)
    assert inbox.waiting == ()


async def test_a_member_and_a_workspace_have_limits_of_a_day(inbox: Inbox) -> None:
    for number in range(3):
        assert THANKS in await inbox.suggest(f"{LINK}/{number}")
    assert "You can suggest 3 articles a day" in await inbox.suggest(f"{LINK}/3")
    assert "You have suggested this" not in await inbox.suggest(f"{LINK}/3")
    for number in range(2):
        assert THANKS in await inbox.suggest(f"{LINK}/3", replace(MEMBER, user=f"U{number}"))
    assert "in this workspace today" in await inbox.suggest(f"{LINK}/4", replace(MEMBER, user="U9"))
    elsewhere = replace(MEMBER, workspace="T0TWO1234")
    assert THANKS in await inbox.suggest(f"{LINK}/4", elsewhere)
    inbox.now += timedelta(days=1, seconds=1)
    assert THANKS in await inbox.suggest(f"{LINK}/5")
    assert "inbox is full" in await inbox.suggest(f"{LINK}/6")


async def test_a_clock_that_was_ahead_shuts_nobody_out(inbox: Inbox) -> None:
    inbox.now = NOW + timedelta(days=400)
    for number in range(3):
        assert THANKS in await inbox.suggest(f"{LINK}/{number}")
    inbox.now = NOW
    assert THANKS in await inbox.suggest(f"{LINK}/3")


async def test_a_file_waits_as_it_was_attached_once(inbox: Inbox) -> None:
    raw = b"The court found that the tram was loud.\n"
    assert THANKS in await inbox.attach("verdict%20of%20May.txt", raw)
    assert "already" in await inbox.attach("again.txt", raw)
    [one] = inbox.waiting
    assert (one.file_name, one.link, one.times) == ("verdict of May.txt", "", 1)
    with inbox.engine.connect() as connection:
        assert rows.file_of(connection, one.id) == raw


def bomb() -> bytes:
    """A Word document of some kilobytes that unpacks to more than an article has."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return packed.getvalue()


async def test_a_bomb_is_stored_packed_and_never_unpacked_here(inbox: Inbox) -> None:
    raw = bomb()
    assert len(raw) < 100_000
    assert THANKS in await inbox.attach("verdict.docx", raw)


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("large.pdf", b"%PDF-1.7" + b"a" * 20_000_000, "has 5 MB at most"),
        ("program.pdf", b"MZ\x90\0\x03\0", "not what its name says"),
        ("program.docx", b"MZ\x90\0\x03\0", "not what its name says"),
        ("program.txt", b"MZ\x90\0\x03\0", "not what its name says"),
        ("empty.txt", b" \n", "not what its name says"),
        ("program.exe", b"MZ", "An article is a text, a web page"),
        ("archive.zip", b"PK\x03\x04", "An article is a text, a web page"),
    ],
)
async def test_a_file_of_another_size_or_kind_is_refused(
    inbox: Inbox, name: str, raw: bytes, sentence: str
) -> None:
    assert sentence in await inbox.attach(name, raw)
    assert inbox.waiting == ()


async def test_only_the_platforms_own_files_are_fetched(inbox: Inbox) -> None:
    for address in (
        f"{inbox.site.address}/a.txt",
        "https://cdn.discordapp.com.evil.example/a.txt",
        "https://evil.example/cdn.discordapp.com/a.txt",
        "http://cdn.discordapp.com/a.txt",
    ):
        assert "no link to an article" in await inbox.suggest(f"file:{address}", ON_DISCORD)
    assert "no link to an article" in await inbox.suggest(f"file:{CDN}/attachments/1/a.txt")
    assert inbox.site.asked == []


async def test_over_the_limit_no_file_is_fetched_and_few_files_wait(inbox: Inbox) -> None:
    for number in range(2):
        assert THANKS in await inbox.attach(f"{number}.txt", b"Article %d" % number)
    assert "inbox is full" in await inbox.attach("3.txt", b"Article 3")
    await inbox.suggest(LINK, ON_DISCORD)
    asked = len(inbox.site.asked)
    assert "3 articles a day" in await inbox.attach("4.txt", b"Article 4")
    assert len(inbox.site.asked) == asked


async def test_a_file_that_is_gone_is_said(inbox: Inbox) -> None:
    assert "could not be read just now" in await inbox.suggest(
        f"file:{CDN}/attachments/1/gone.txt", ON_DISCORD
    )


async def test_what_was_decided_is_not_asked_again_and_says_nothing_of_others(inbox: Inbox) -> None:
    await inbox.suggest(LINK)
    [one] = inbox.waiting
    with writing(inbox.engine) as connection:
        assert rows.decide(connection, [one.id, 99], "dismissed", NOW) == (one.id,)
        assert rows.decide(connection, [one.id], "accepted", NOW) == ()
        assert connection.execute(select(suggesters)).all() == []
    assert THANKS in await inbox.suggest(LINK, replace(MEMBER, user="U0EVE5678"))
    assert inbox.waiting == ()


async def test_whoever_is_forgotten_is_not_stored_any_more(inbox: Inbox) -> None:
    await inbox.suggest(LINK)
    await inbox.suggest(LINK, replace(MEMBER, user="U0EVE5678"))
    with writing(inbox.engine) as connection:
        forget(connection, Forgetting("slack", (MEMBER.user,)))
        assert connection.execute(select(suggesters.c.person)).scalars().all() == ["U0EVE5678"]
    assert [one.times for one in inbox.waiting] == [2]
    with writing(inbox.engine) as connection:
        forget(connection, Forgetting("slack", (MEMBER.workspace,)))
        assert connection.execute(select(suggesters)).all() == []


HIDDEN = "marrow-v-tallis"


@pytest.fixture
def hiding(database: Engine, tmp_path: Path) -> Callable[..., CommandService]:
    """The bot as it is wired, with a case for one workspace alone."""
    root = Path(__file__).parent.parent
    corpus = Corpus(
        ContentRepository(root / "cases_invented"),
        audiences=CaseAudiences({HIDDEN: frozenset({("slack", "T0ONE1234")})}),
    )
    corpus.read()

    async def anywhere(_: object) -> None:
        return None

    def make(**settings: object) -> CommandService:
        return make_service(
            corpus,
            Presentation(),
            database,
            anywhere,
            settings=Settings(**settings),  # type: ignore[arg-type]  # as a test names them
        )

    return make


async def test_a_case_that_somebody_may_not_see_is_none_to_them(
    hiding: Callable[..., CommandService], database: Engine
) -> None:
    service = hiding()
    named, unknown = f"/case suggest {LINK} case:{HIDDEN}", f"/case suggest {LINK} case:marrow-v-nobody"
    other = replace(MEMBER, workspace="T0TWO1234")
    refused = await service.reply(named, other, to_text)
    assert refused.replace(HIDDEN, "") == (await service.reply(unknown, other, to_text)).replace(
        "marrow-v-nobody", ""
    )
    assert THANKS in await service.reply(named, MEMBER, to_text)
    with database.connect() as connection:
        assert [one.case_id for one in rows.listed(connection).rows] == [HIDDEN]


async def test_a_workspace_that_is_not_admitted_suggests_nothing(
    hiding: Callable[..., CommandService], database: Engine
) -> None:
    service = hiding(allowed_workspaces=frozenset({("slack", "T0TWO1234")}))
    assert "not offered in this place" in await service.reply(f"/case suggest {LINK}", MEMBER, to_text)
    with database.connect() as connection:
        assert rows.listed(connection).rows == ()


async def test_without_the_database_it_says_so(corpus: Corpus, tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/none/bot.db")
    handlers = Suggestions(engine).handlers(lambda: corpus.archive.library)
    service = CommandService(corpus, Presentation(), extensions=(Extension(handlers),))
    assert "could not be stored just now" in await service.reply(f"/case suggest {LINK}", MEMBER, to_text)
    engine.dispose()


def test_a_text_in_utf_16_is_a_text() -> None:
    assert problem_of("a.txt", "\ufeffArticle".encode("utf-16-le")) is None
    assert problem_of("a.TXT", "Größe".encode("windows-1252")) is None


def test_an_attached_file_comes_from_a_public_address_alone() -> None:
    from bot.service.inbox.suggestions import fetch_file  # noqa: PLC0415  -- of this test alone

    with pytest.raises(ArticleRefused, match="no public one"):
        fetch_file("https://localhost/a.txt")


def test_nothing_of_a_suggestion_is_in_another_table(database: Engine) -> None:
    """Where suggestions are is all there is of them, so that nothing else can serve them."""
    with writing(database) as connection:
        rows.add(connection, NewSuggestion("key", LINK), Suggester("slack", "T1", "U1"), NOW, LIMITS)
        filled = {
            table.name
            for table in METADATA.sorted_tables
            if connection.execute(select(table).limit(1)).first() is not None
        }
    assert filled == {"suggestions", "suggesters"}
