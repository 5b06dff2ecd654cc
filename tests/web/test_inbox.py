"""The editors' inbox: nothing is fetched, written or served before an editor says so."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Engine, insert, update

from bot.app.chat_payloads import AdapterPayloads
from bot.cli.main import main
from bot.corpus.articles.limits import article_refusal
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db import reports, suggestions, tables, watched_pages
from bot.db.database import open_database, writing
from bot.db.reports import NewReport
from bot.db.suggestions import NewSuggestion, Suggester
from bot.db.watched_pages import NewEdition
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.service.editors import Editors, add_editor
from bot.service.inbox.entries import EditorsInbox
from bot.service.inbox.page_failures import kept_failure
from bot.service.inbox.suggestions import LIMITS
from bot.web.editing.access import EditorAccess
from bot.web.editing.site import EditingFolders, add_editing
from bot.web.site import make_site
from tests.conftest import ARTICLE
from tests.databases import migrated
from tests.fakes.pages import FakePage, FakeSite, fake_site

HERE = {"Sec-Fetch-Site": "same-origin"}
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
CUT = ARTICLE.replace("$5 million", "$3 million").replace("fair.", "<b>fair</b>.")
SCRIPT = "<script>alert(1)</script>"
WORDS = "The court found that the tram was loud, and it awarded her the sum of £5 for three years of it. "
PAGE = (
    f"<html><head><title>&lt;script&gt;x&lt;/script&gt;</title></head><body><p>{WORDS * 6}</p></body></html>"
)

Client = TestClient[web.Request, web.Application]


@dataclass
class Office:
    """A site with an inbox, its database and content, and a browser of an editor."""

    client: Client
    engine: Engine
    site: FakeSite
    folder: Path
    secret: str = ""
    corpus: Corpus | None = None

    async def page(self, path: str) -> tuple[int, str]:
        response = await self.client.get(path)
        text = await response.text()
        if found := re.search(r'name="csrf" value="([^"]+)"', text):
            self.secret = found[1]
        return response.status, text

    async def post(self, path: str, **form: str) -> tuple[int, str]:
        data = {"csrf": self.secret, **form}
        response = await self.client.post(path, data=data, headers=HERE, allow_redirects=False)
        return response.status, await response.text() or response.headers.get("Location", "")

    def suggest(self, link: str = "", name: str = "", file: bytes | None = None, key: str = "") -> None:
        new = NewSuggestion(key or sha256((link + name).encode()).hexdigest(), link, name, file)
        with writing(self.engine) as connection:
            suggestions.add(connection, new, Suggester("slack", "T1", f"U{link}{name}{key}"), NOW, LIMITS)

    def propose(self, text: str = CUT) -> None:
        new = NewEdition("https://news.example.org/a", "stone", "article", text, SCRIPT)
        with writing(self.engine) as connection:
            watched_pages.propose(connection, new, NOW)

    @property
    def case_file(self) -> Path:
        return self.folder / "content/stone/case.yaml"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    yield engine
    engine.dispose()


@pytest.fixture
async def office(tmp_path: Path, engine: Engine, case_folder: Callable[..., Path]) -> AsyncIterator[Office]:
    case_folder("# The end of the file\n")
    corpus = Corpus(ContentRepository(tmp_path / "content"))
    corpus.read()
    with fake_site() as pages:
        site = make_site(CommandService(corpus, Presentation()), chat=AdapterPayloads())
        folders = EditingFolders(tmp_path / "drafts", tmp_path / "content")
        kept = EditorsInbox(engine, lambda: NOW, pages.rules)
        add_editing(site, folders, EditorAccess(Editors(engine)), kept=kept)
        async with TestClient(TestServer(site)) as client:
            yield Office(client, engine, pages, tmp_path, corpus=corpus)


async def test_what_waits_is_listed_and_everything_in_it_is_words(office: Office) -> None:
    assert "Nothing waits." in (await office.page("/edit/inbox"))[1]
    office.suggest("https://news.example.org/?q=<script>")
    office.suggest("https://news.example.org/?q=<script>", key="b")
    office.suggest(name=f"{SCRIPT}.txt", file=b"Article")
    office.propose()
    with writing(office.engine) as connection:
        reports.add(connection, NewReport("slack", "/case damages", SCRIPT), NOW, 9)
    status, page = await office.page("/edit/inbox")
    assert status == 200
    assert "<script" not in page
    for words in ("suggestion-1", "suggestion-2", "edition-1", "report-1", "suggested by 1 member"):
        assert words in page
    assert 'href="/edit/inbox"' in (await office.page("/edit"))[1]
    assert (await office.post("/edit/inbox/report-1/dismiss"))[0] == 303
    assert (await office.post("/edit/inbox/suggestion-2/dismiss"))[0] == 303
    page = (await office.page("/edit/inbox"))[1]
    assert "report-1" not in page
    assert "suggestion-2" not in page
    assert office.site.asked == []


def numbers(page: str, kind: str) -> list[int]:
    """The numbers of the entries of a kind on a page, in their order."""
    found = re.findall(rf"/edit/inbox/{kind}-(\d+)", page)
    return [int(one) for one in dict.fromkeys(found)]


def address(page: str, rel: str) -> str:
    """Where a page leads on to, or back; empty where nowhere."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


async def test_thousands_are_read_page_by_page_and_none_twice(office: Office) -> None:
    with writing(office.engine) as connection:
        for number in range(2_050):
            connection.execute(
                insert(tables.suggestions).values(
                    key=str(number), link=f"https://news.example.org/{number}", times=1, suggested_at=NOW
                )
            )
    status, page = await office.page("/edit/inbox")
    assert status == 200
    assert "1–20 of 2,050" in page
    seen = numbers(page, "suggestion")
    # What is decided and what comes in between shifts no page.
    await office.page("/edit/inbox/suggestion-3")
    assert (await office.post("/edit/inbox/suggestion-3/dismiss"))[0] == 303
    office.suggest("https://news.example.org/new")
    while where := address(page, "next"):
        status, page = await office.page(where)
        assert status == 200
        seen += numbers(page, "suggestion")
    assert seen == list(range(1, 2_052))
    assert "2,040–2,050 of 2,050" in page
    back = await office.page(address(page, "prev"))
    assert numbers(back[1], "suggestion") == list(range(2_021, 2_041))


async def test_an_editor_comes_back_to_the_page_that_they_came_from(office: Office) -> None:
    with writing(office.engine) as connection:
        for number in range(45):
            reports.add(connection, NewReport("slack", f"/case damages {number}", "Wrong."), NOW, 99)
    for number in range(45):
        office.suggest(f"https://news.example.org/{number}")
    page = (await office.page("/edit/inbox"))[1]
    assert numbers(page, "report") == numbers(page, "suggestion") == list(range(1, 21))
    second = "/edit/inbox?kind=report&after=20"
    page = (await office.page(second))[1]
    assert (numbers(page, "report"), numbers(page, "suggestion")) == (list(range(21, 41)), [])
    assert await office.post("/edit/inbox/report-25/dismiss", after="20") == (303, second)
    entry = (await office.page("/edit/inbox/suggestion-30?after=20"))[1]
    assert 'href="/edit/inbox?kind=suggestion&amp;after=20"' in entry
    where = (await office.post("/edit/inbox/suggestion-30/dismiss", after="20"))[1]
    assert where == "/edit/inbox?kind=suggestion&after=20"
    # Of a page on which all is done, the one before it is shown.
    last = (await office.page("/edit/inbox?kind=report&after=45"))[1]
    assert numbers(last, "report")[-1] == 45
    for odd in (
        "kind=report&after=x",
        "kind=report&after=" + "9" * 99,
        "kind=no&before=3",
        "after=%00",
        "kind=page&after=%00",
    ):
        assert (await office.page(f"/edit/inbox?{odd}"))[0] == 200
    assert (await office.post("/edit/inbox/report-26/dismiss", after="//evil.example"))[1] == "/edit/inbox"


async def test_watched_pages_that_cannot_be_read_have_pages_too(office: Office) -> None:
    urls = [f"https://news.example.org/{number:03}?q=1&r=ü" for number in range(50)]
    with writing(office.engine) as connection:
        watched_pages.watch(connection, dict.fromkeys(urls, NOW), NOW)
        connection.execute(update(tables.watched_pages).values(failures=1, failure="Gone."))
    page = (await office.page("/edit/inbox"))[1]
    seen: list[str] = []
    while True:
        seen += re.findall(r"<li>(https://news.example.org/\d+)", page)
        if not (where := address(page, "next")):
            break
        page = (await office.page(where))[1]
    assert seen == [url.partition("?")[0] for url in urls]


async def test_a_link_is_fetched_when_an_editor_reads_it_and_becomes_a_draft(office: Office) -> None:
    office.site.pages["/verdict"] = FakePage(
        PAGE.encode(), headers={"Content-Type": "text/html; charset=utf-8"}
    )
    office.suggest(f"{office.site.address}/verdict")
    await office.page("/edit/inbox/suggestion-1")
    assert office.site.asked == []
    status, page = await office.post("/edit/inbox/suggestion-1/read")
    assert status == 200
    assert office.site.paths() == ["/verdict"]
    assert "it awarded her the sum of £5" in page
    assert 'name="suggestion" value="1"' in page
    assert "<script>x" not in page
    # Nothing is decided, and nothing served, before the draft is begun, and then saved.
    assert "suggestion-1" in (await office.page("/edit/inbox"))[1]
    form = {"id": "tram", "published": "2026-01-02", "text": WORDS, "suggestion": "1", "headline": "Tram"}
    await office.page("/edit")
    assert await office.post("/edit", **form) == (303, "/edit/tram")
    assert "Nothing waits." in (await office.page("/edit/inbox"))[1]
    assert sorted(one.name for one in (office.folder / "content").iterdir()) == ["stone"]


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return packed.getvalue()


async def test_the_case_that_a_suggestion_names_is_chosen_in_the_form(office: Office) -> None:
    new = NewSuggestion("k", file_name="tram.txt", file=(WORDS * 6).encode(), case_id="stone")
    with writing(office.engine) as connection:
        suggestions.add(connection, new, Suggester("discord", "G1", "U1"), NOW, LIMITS)
    await office.page("/edit/inbox/suggestion-1")
    assert "<option selected>stone</option>" in (await office.post("/edit/inbox/suggestion-1/read"))[1]


async def test_what_cannot_be_read_is_said_and_waits_on(office: Office) -> None:
    site = office.site
    site.pages["/inwards"] = FakePage(status=302, headers={"Location": "http://169.254.169.254/latest"})
    site.pages["/large"] = FakePage(b"x" * 2_000_001)
    for path in ("/inwards", "/gone", "/large"):
        office.suggest(f"{site.address}{path}")
    office.suggest("http://10.0.0.1/admin")
    office.suggest(name="verdict.docx", file=bomb())
    office.suggest(name="verdict.txt", file="£6.4m".encode("windows-1252"))
    said = (
        "leads to 169.254.169.254, which is no public one",
        "answers with the status 404",
        "larger than 2 MB",
        "no public one",
        "unpacks to more than an article has",
        "windows-1252: £6.4m",
    )
    await office.page("/edit/inbox/suggestion-1")
    for number, words in enumerate(said, 1):
        status, page = await office.post(f"/edit/inbox/suggestion-{number}/read")
        assert status == 422
        assert words in page
        assert f"suggestion-{number}" in page
    status, page = await office.post("/edit/inbox/suggestion-6/read", charset="windows-1252", part="x")
    assert status == 200
    assert "£6.4m" in page


async def test_a_stub_of_a_paywall_is_remarked(office: Office) -> None:
    office.site.pages["/stub"] = FakePage(b"<p>Subscribe to read on.</p>")
    office.suggest(f"{office.site.address}/stub")
    await office.page("/edit/inbox/suggestion-1")
    status, page = await office.post("/edit/inbox/suggestion-1/read")
    assert status == 200
    assert "or the beginning that a paywall shows?" in page


async def test_an_edition_shows_what_it_changes_and_is_written_when_it_is_accepted(office: Office) -> None:
    before = office.case_file.read_text("utf-8")
    office.propose()
    status, page = await office.page("/edit/inbox/edition-1")
    assert status == 200
    assert "<del>$5</del> <ins>$3</ins>" in page
    assert "&lt;b&gt;fair&lt;/b&gt;." in page
    assert "<script" not in page
    assert office.case_file.read_text("utf-8") == before
    assert (await office.post("/edit/inbox/edition-1/accept", day="tomorrow"))[0] == 422
    assert await office.post("/edit/inbox/edition-1/accept", day="2026-11-28") == (303, "/edit/inbox")
    after = office.case_file.read_text("utf-8")
    assert "# The end of the file\n" in after
    library = ContentRepository(office.folder / "content").read()
    assert not library.problems
    [old, new] = library.cases["stone"].sources
    assert (new.id, new.edition_of, new.day, new.text) == ("article-edition-2", old.id, "2026-11-28", CUT)
    assert old.text == ARTICLE
    assert library.cases["stone"].revised == "2026-11-29"
    assert "Nothing waits." in (await office.page("/edit/inbox"))[1]
    assert (await office.post("/edit/inbox/edition-1/accept", day="2026-11-28"))[0] == 404


async def test_an_edition_that_the_check_does_not_take_leaves_nothing(office: Office) -> None:
    office.propose()
    before = office.case_file.read_text("utf-8")
    await office.page("/edit/inbox/edition-1")
    status, page = await office.post("/edit/inbox/edition-1/accept", day="2020-01-01")
    assert status == 422
    assert "Nothing was written" in page
    assert office.case_file.read_text("utf-8") == before
    assert [one.name for one in (office.folder / "content/stone/sources").iterdir()] == ["a.txt"]
    line = before.replace("sources:\n  - {", "sources: [{").replace("2025-06-01}\n", "2025-06-01}]\n")
    office.case_file.write_text(line)
    assert (await office.post("/edit/inbox/edition-1/accept", day="2026-11-28"))[0] == 303
    assert len(ContentRepository(office.folder / "content").read().cases["stone"].sources) == 2


@pytest.mark.parametrize("day", ["20261128", "2026-W48-6", "2026-02-30", "", "9" * 9_000])
async def test_a_day_in_another_form_is_said_and_not_written(office: Office, day: str) -> None:
    office.propose()
    await office.page("/edit/inbox/edition-1")
    status, page = await office.post("/edit/inbox/edition-1/accept", day=day)
    assert status == 422
    assert "has the form 2023-07-12" in page


async def test_the_number_of_a_part_can_be_of_any_length(office: Office) -> None:
    office.suggest(name="tram.txt", file=(WORDS * 6).encode())
    await office.page("/edit/inbox/suggestion-1")
    assert (await office.post("/edit/inbox/suggestion-1/read", part="9" * 9_000))[0] == 200


async def test_an_edition_of_a_source_that_is_gone_says_what_to_do(office: Office) -> None:
    for case, source in (("stone", "gone"), ("bell", "article")):
        new = NewEdition(f"https://news.example.org/{case}", case, source, CUT, "")
        with writing(office.engine) as connection:
            watched_pages.propose(connection, new, NOW)
    for number, sentence in ((1, "no source “gone” any more"), (2, "no case “bell” any more")):
        status, page = await office.page(f"/edit/inbox/edition-{number}")
        assert status == 200
        assert "there is nothing to compare with. Dismiss this entry" in page
        assert "<ins>" not in page
        status, page = await office.post(f"/edit/inbox/edition-{number}/accept", day="2026-11-28")
        assert status == 422
        assert f"{sentence}: dismiss this entry." in page
        assert (await office.post(f"/edit/inbox/edition-{number}/dismiss"))[0] == 303


async def test_an_edition_is_shown_beside_the_one_whose_place_it_takes(office: Office) -> None:
    office.propose(CUT)
    await office.page("/edit/inbox/edition-1")
    assert (await office.post("/edit/inbox/edition-1/accept", day="2026-11-28"))[0] == 303
    assert office.corpus
    office.corpus.read()
    office.propose(CUT.replace("$3", "$2"))
    page = (await office.page("/edit/inbox/edition-2"))[1]
    assert "<del>$3</del> <ins>$2</ins>" in page


async def test_why_a_page_cannot_be_read_is_said_in_german(office: Office) -> None:
    error = article_refusal("The page is gone: it answers with the status {status}.", status=404)
    kept = ("https://a.example/", kept_failure(error)), ("https://b.example/", "The disc {is} full.")
    with writing(office.engine) as connection:
        watched_pages.watch(connection, {url: NOW for url, _ in kept}, NOW)
        for url, failure in kept:
            page = watched_pages.claim(connection, [url], NOW, NOW)
            assert page
            assert watched_pages.note(connection, page, {"failures": 2, "failure": failure})
    response = await office.client.get("/edit/inbox", headers={"Accept-Language": "de"})
    text = await response.text()
    assert "Die Seite ist nicht mehr da: Sie antwortet mit dem Status 404." in text
    assert "The disc {is} full." in text


@pytest.mark.parametrize(
    "path",
    [f"/edit/inbox/{name}" for name in ("suggestion-9", "report-1", "draft-1", "edition-0")],
)
async def test_what_does_not_wait_is_not_found(office: Office, path: str) -> None:
    await office.page("/edit")
    assert (await office.page(path))[0] == 404
    for does in ("dismiss", "read", "accept"):
        assert (await office.post(f"{path}/{does}"))[0] == 404


async def test_only_editors_get_in_and_only_from_these_pages(office: Office) -> None:
    office.propose()
    with writing(office.engine) as connection:
        add_editor(connection, "ada", NOW)
    for path in ("/edit/inbox", "/edit/inbox/edition-1"):
        response = await office.client.get(path, allow_redirects=False)
        assert (response.status, response.headers["Location"]) == (303, "/edit/login")
        assert (await office.client.get(path, headers={"Host": "evil.example"})).status == 404
    for does in ("accept", "dismiss"):
        assert (await office.post(f"/edit/inbox/edition-1/{does}", day="2026-11-28"))[0] == 403
    assert len(office.case_file.read_text("utf-8").splitlines()) == 5


async def test_another_page_cannot_have_an_editor_accept(office: Office) -> None:
    office.propose()
    await office.page("/edit/inbox/edition-1")
    for headers, secret in (({"Sec-Fetch-Site": "cross-site"}, office.secret), (HERE, "guessed")):
        response = await office.client.post(
            "/edit/inbox/edition-1/dismiss", data={"csrf": secret}, headers=headers
        )
        assert response.status == 403
    assert (await office.page("/edit/inbox/edition-1"))[0] == 200


async def test_without_tables_the_page_says_what_to_do(office: Office, tmp_path: Path) -> None:
    with office.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE suggestions RENAME TO gone")
    status, page = await office.page("/edit/inbox")
    assert status == 503
    assert "python -m bot migrate" in page


async def test_a_draft_cannot_be_called_inbox(office: Office) -> None:
    await office.page("/edit")
    form = {"id": "inbox", "published": "2026-01-02", "text": WORDS}
    assert (await office.post("/edit", **form))[0] == 422


def test_the_terminal_notes_each_entry_by_itself_and_adds_an_article_to_its_case(
    tmp_path: Path,
    engine: Engine,
    case_folder: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case_folder("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bot.db")
    office = Office(None, engine, None, tmp_path)  # type: ignore[arg-type]  # no browser here
    office.propose()
    office.suggest(name="tram.txt", file=f"\x1b[2J{WORDS * 6}".encode())
    assert main(["inbox", "accept", "edition-1", "edition-9"]) == 1
    assert "Accepted: edition-1." in capsys.readouterr().out
    assert main(["inbox", "accept", "edition-1"]) == 1
    assert len(ContentRepository(tmp_path / "content").read().cases["stone"].sources) == 2
    assert main(["inbox", "show", "suggestion-1"]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert main(["inbox", "accept", "suggestion-1", "--into", "stone", "--published", "2026-01-02"]) == 0
    assert (tmp_path / "var/drafts/stone-2/base.yaml").is_file()
    assert (
        main(
            [
                "draft",
                "content/stone/sources/a.txt",
                "--id",
                "inbox",
                "--published",
                "2026-01-02",
                "--edit",
                "--anyway",
            ]
        )
        == 1
    )


def test_the_terminal_lists_shows_accepts_and_dismisses(
    tmp_path: Path,
    engine: Engine,
    case_folder: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case_folder("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bot.db")
    office = Office(None, engine, None, tmp_path)  # type: ignore[arg-type]  # no browser here
    office.suggest("https://news.example.org/\x1b[31m")
    office.suggest(name="tram.txt", file=(WORDS * 6).encode())
    office.propose()
    assert main(["inbox"]) == 0
    listed = capsys.readouterr().out
    assert "\x1b" not in listed
    assert "suggestion-2  2026-11-29 09:00 UTC  open  1 ×\n    tram.txt" in listed
    assert "edition-1  2026-11-29 09:00 UTC  open  stone, article" in listed
    assert main(["inbox", "--json"]) == 0
    assert [one["kind"] for one in json.loads(capsys.readouterr().out)] == ["suggestion"] * 2 + ["edition"]
    assert main(["inbox", "show", "suggestion-2", "edition-1"]) == 0
    shown = capsys.readouterr().out
    assert WORDS.strip() in shown
    assert "[-$5-] {+$3+} million" in shown
    assert main(["inbox", "accept", "suggestion-2"]) == 1
    assert "add --id" in capsys.readouterr().err
    assert main(["inbox", "accept", "suggestion-2", "--id", "tram", "--published", "2026-01-02"]) == 0
    assert (tmp_path / "var/drafts/tram/article.txt").read_text("utf-8") == WORDS * 6
    assert main(["inbox", "accept", "edition-1", "--published", "2026-11-28"]) == 0
    assert "Accepted: edition-1." in capsys.readouterr().out
    assert len(ContentRepository(tmp_path / "content").read().cases["stone"].sources) == 2
    assert main(["inbox", "accept", "edition-1"]) == 1
    assert "No such entry waits: edition-1." in capsys.readouterr().err
    assert main(["inbox", "dismiss", "suggestion-1", "report-7"]) == 1
    assert "report-7. Nothing was dismissed." in capsys.readouterr().err
    assert main(["inbox", "dismiss", "suggestion-1"]) == 0
    assert main(["inbox", "dismiss", "what"]) == 1
    assert main(["inbox"]) == 0
    assert capsys.readouterr().out.endswith("No entry waits.\n")
