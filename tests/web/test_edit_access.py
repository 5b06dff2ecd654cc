"""Who gets in to the review page: tokens in the database, which all web processes share."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Engine, make_url

from bot.app.chat_payloads import AdapterPayloads
from bot.app.editing import is_only_local, mount_editing
from bot.corpus.corpus import Corpus
from bot.db.database import open_database, writing
from bot.db.editor_tokens import listed, revoke
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.service.editors import Editors, add_editor
from bot.settings import CannotServe, Settings
from bot.web.editing.access import ACCESS, EditorAccess
from bot.web.editing.site import EditingFolders, add_editing
from bot.web.site import make_site
from tests.databases import migrated

PUBLIC = "https://cases.example.org"
HOST = {"Host": "cases.example.org", "Sec-Fetch-Site": "same-origin"}
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)

Client = TestClient[web.Request, web.Application]


@dataclass
class WebProcess:
    """The site of one web process, with engine and sessions of its own."""

    client: Client
    engine: Engine

    async def enter(self, token: str, **headers: str) -> tuple[int, str]:
        """Log in; gives the status, and the cookie as it is set."""
        response = await self.client.post(
            "/edit/login", data={"token": token}, headers=HOST | headers, allow_redirects=False
        )
        return response.status, response.headers.get("Set-Cookie", "")

    async def status(self, cookie: str) -> int:
        """The status of the list of drafts for a browser with a cookie."""
        headers = HOST | {"Cookie": cookie.partition(";")[0]}
        return (await self.client.get("/edit", headers=headers, allow_redirects=False)).status


@dataclass
class Clock:
    """The time of the database's sessions, which a test sets."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Office:
    """Two web processes over one database, which others reach."""

    first: WebProcess
    second: WebProcess
    clock: Clock

    def add(self, name: str = "ada") -> str:
        """Give an editor a token, as the command does in a process of its own."""
        with writing(self.first.engine) as connection:
            return add_editor(connection, name, NOW)

    def revoke(self, name: str = "ada") -> bool:
        """Revoke it."""
        with writing(self.first.engine) as connection:
            return revoke(connection, name, self.clock.now)


@pytest.fixture
async def office(database: Engine, tmp_path: Path, corpus: Corpus) -> AsyncIterator[Office]:
    (tmp_path / "content").mkdir()
    clock = Clock()
    async with AsyncExitStack() as stack:
        processes = []
        for _ in range(2):
            engine = open_database(database.url.render_as_string(hide_password=False))
            stack.callback(engine.dispose)
            site = make_site(CommandService(corpus, Presentation(public_url=PUBLIC)), chat=AdapterPayloads())
            folders = EditingFolders(tmp_path / "drafts", tmp_path / "content")
            add_editing(
                site, folders, EditorAccess(Editors(engine, clock), is_local=False, public_url=PUBLIC)
            )
            client = await stack.enter_async_context(TestClient(TestServer(site)))
            processes.append(WebProcess(client, engine))
        first, second = processes
        yield Office(first, second, clock)


async def test_where_others_can_reach_it_only_a_token_opens_it(office: Office) -> None:
    token = office.add()
    assert await office.first.status("") == 303
    assert (await office.first.enter(token, **{"Sec-Fetch-Site": "cross-site"}))[0] == 403
    assert (await office.first.enter(f"{token}x"))[0] == 403
    status, cookie = await office.first.enter(token)
    assert status == 303
    assert {"HttpOnly", "Secure", "SameSite=Strict"} <= set(cookie.split("; "))
    assert await office.first.status(cookie) == 200


async def test_who_is_logged_in_is_so_in_every_process_with_the_same_forms(office: Office) -> None:
    _, cookie = await office.first.enter(office.add())
    headers = HOST | {"Cookie": cookie.partition(";")[0]}
    secrets = set()
    for process in (office.first, office.second):
        page = await (await process.client.get("/edit", headers=headers)).text()
        secrets.update(re.findall(r'name="csrf" value="([^"]+)"', page))
    assert len(secrets) == 1
    form = {"csrf": secrets.pop(), "published": "May", "text": "It rained."}
    response = await office.second.client.post("/edit", data=form, headers=headers)
    assert response.status == 422


async def test_whose_token_is_revoked_is_out_at_once_in_every_process(office: Office) -> None:
    ada, bob = office.add("ada"), office.add("bob")
    (_, cookie), (_, other) = await office.first.enter(ada), await office.second.enter(bob)
    assert (await office.second.status(cookie), await office.first.status(other)) == (200, 200)
    assert office.revoke("ada")
    assert not office.revoke("ada")
    assert [await one.status(cookie) for one in (office.first, office.second)] == [303, 303]
    assert await office.second.status(other) == 200
    assert (await office.second.enter(ada))[0] == 403


async def log_out(process: WebProcess, cookie: str, secret: str = "", **headers: str) -> tuple[int, str, str]:
    """Press the button; gives the status, where it leads, and the cookie as it is set."""
    given = HOST | {"Cookie": cookie.partition(";")[0]} | headers
    response = await process.client.post(
        "/edit/logout", data={"csrf": secret}, headers=given, allow_redirects=False
    )
    return response.status, response.headers.get("Location", ""), response.headers.get("Set-Cookie", "")


async def test_who_logs_out_is_out_in_every_process_and_in_this_browser_alone(office: Office) -> None:
    token = office.add()
    (_, cookie), (_, other) = await office.first.enter(token), await office.second.enter(token)
    headers = HOST | {"Cookie": cookie.partition(";")[0]}
    page = await (await office.first.client.get("/edit", headers=headers)).text()
    assert "Logged in as ada" in page
    assert '<form class="session" action="/edit/logout" method="post">' in page
    secret = re.findall(
        r'action="/edit/logout" method="post"><input type="hidden" name="csrf" value="(.*?)"', page
    )
    assert (await log_out(office.second, cookie, "guessed"))[0] == 403
    status, location, cleared = await log_out(office.second, cookie, *secret)
    assert (status, location) == (303, "/edit/login?left=yes")
    said = "You are logged out in this browser."
    assert said in await (await office.first.client.get(location, headers=HOST)).text()
    headers = HOST | {"Cookie": other.partition(";")[0]}
    assert said not in await (await office.first.client.get(location, headers=headers)).text()
    assert cleared.startswith('editor="";')
    assert {"Max-Age=0", "HttpOnly", "Secure", "Path=/"} <= set(cleared.split("; "))
    assert [await one.status(cookie) for one in (office.first, office.second)] == [303, 303]
    assert await office.first.status(other) == 200
    assert (await log_out(office.first, cookie))[0] == 303
    with office.first.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM editor_sessions").scalar() == 1


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Host": "other.example.org"}],
)
async def test_no_other_page_logs_an_editor_out(office: Office, headers: dict[str, str]) -> None:
    _, cookie = await office.first.enter(office.add())
    assert (await log_out(office.first, cookie, **headers))[0] in {403, 404}
    given = HOST | {"Cookie": cookie.partition(";")[0]}
    assert (await office.first.client.get("/edit/logout", headers=given)).status in {404, 405}
    assert await office.first.status(cookie) == 200


async def test_a_new_token_after_that_opens_it_and_the_old_cookie_does_not(office: Office) -> None:
    old = office.add()
    _, cookie = await office.first.enter(old)
    office.revoke()
    new = office.add()
    assert (await office.first.enter(old))[0] == 403
    assert await office.first.status(cookie) == 303
    assert (await office.first.enter(new))[0] == 303


async def test_a_session_ends_after_twelve_hours_and_its_row_with_the_next_login(office: Office) -> None:
    token = office.add()
    _, cookie = await office.first.enter(token)
    office.clock.now += timedelta(hours=11, minutes=59)
    assert await office.second.status(cookie) == 200
    office.clock.now += timedelta(minutes=1)
    assert await office.second.status(cookie) == 303
    await office.second.enter(token)
    with office.first.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM editor_sessions").scalar() == 1


async def test_the_day_of_the_last_login_is_noted_and_no_more_of_it(office: Office) -> None:
    token = office.add()
    office.clock.now += timedelta(days=2)
    await office.second.enter(f"{token}x")
    with office.first.engine.connect() as connection:
        assert [one.used_on for one in listed(connection)] == [None]
    await office.second.enter(token)
    with office.first.engine.connect() as connection:
        [kept] = listed(connection)
    assert (kept.name, kept.made_at, kept.used_on) == ("ada", NOW, date(2026, 12, 1))
    assert kept.revoked_at is None


async def test_what_was_revoked_is_forgotten_a_year_later(office: Office) -> None:
    bob = office.add("bob")
    office.add("ada")
    office.revoke("ada")
    for days, known in ((365, ["ada", "bob"]), (1, ["bob"])):
        office.clock.now += timedelta(days=days)
        assert (await office.first.enter(bob))[0] == 303
        with office.first.engine.connect() as connection:
            assert [one.name for one in listed(connection)] == known


async def test_of_a_thousand_guesses_within_a_minute_five_are_compared(office: Office) -> None:
    token, clock, process = office.add(), [0.0], office.first
    process.client.server.app[ACCESS].now = lambda: clock[0]  # type: ignore[attr-defined]  # a test's server has one

    async def enter(given: str) -> int:
        return (await process.enter(given))[0]

    guesses = Counter([await enter(f"{token[:-4]}{number:04}") for number in range(1_000)])
    assert guesses == {403: 5, 429: 995}
    assert await enter(token) == 429
    clock[0] += 61
    assert await enter(token) == 303
    # All at once: none is looked up before the others are counted.
    clock[0] += 61
    assert Counter(await asyncio.gather(*(enter(f"guess {number}") for number in range(50)))) == {
        403: 5,
        429: 45,
    }


async def test_right_tokens_count_for_no_guess(office: Office) -> None:
    token = office.add()
    assert {(await office.first.enter(token))[0] for _ in range(7)} == {303}


async def test_while_the_database_does_not_answer_nobody_is_let_in(office: Office) -> None:
    token = office.add()
    _, cookie = await office.first.enter(token)
    with office.first.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE editor_tokens RENAME TO away")
    for given in (cookie, ""):
        assert await office.first.status(given) == (503 if given else 303)
    assert {(await office.first.enter(token))[0] for _ in range(7)} == {503}
    headers = HOST | {"Cookie": cookie.partition(";")[0]}
    page = await (await office.first.client.get("/edit", headers=headers)).text()
    assert "the database, which holds the editors, does not answer" in page
    with office.first.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO editor_tokens")
    assert await office.first.status(cookie) == 200
    assert (await office.first.enter(token))[0] == 303


async def test_of_tokens_and_cookies_only_hashes_are_kept(office: Office, tmp_path: Path) -> None:
    token = office.add()
    _, cookie = await office.first.enter(token)
    with office.first.engine.connect() as connection:
        tables = ("editor_tokens", "editor_sessions")
        rows = [connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in tables]  # noqa: S608  -- our own names
    assert all(rows)
    for secret in (token, cookie.partition(";")[0].partition("=")[2]):
        assert secret
        assert secret not in repr(rows)


async def test_on_a_machine_of_ones_own_the_first_token_closes_it_to_those_without(
    tmp_path: Path, corpus: Corpus
) -> None:
    (tmp_path / "content").mkdir()
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    site = make_site(CommandService(corpus, Presentation()), chat=AdapterPayloads())
    folders = EditingFolders(tmp_path / "drafts", tmp_path / "content")
    add_editing(site, folders, EditorAccess(Editors(engine)))
    async with TestClient(TestServer(site)) as client:
        assert (await client.get("/edit")).status == 200
        with writing(engine) as connection:
            add_editor(connection, "ada", NOW)
        response = await client.get("/edit", allow_redirects=False)
        assert (response.status, response.headers["Location"]) == (303, "/edit/login")
        assert (await client.post("/edit", headers=HOST)).status in {403, 404}
    engine.dispose()


LOCAL = [("127.0.0.1", None), ("localhost", "http://127.0.0.1:8080"), ("::1", None)]
REACHED = [("127.0.0.1", PUBLIC), ("0.0.0.0", None)]  # noqa: S104  -- an operator's choice


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Those of an installation with a database, which is the current folder."""
    monkeypatch.chdir(tmp_path)
    return replace(Settings(), edit="on", database_url=migrated(f"sqlite:///{tmp_path}/var/bot.db"))


async def mounted(corpus: Corpus, settings: Settings) -> None:
    """Mount the page and take it down again, whether it is refused or not."""
    site = make_site(CommandService(corpus, Presentation()))
    try:
        mount_editing(site, settings)
    finally:
        for clean in site.on_cleanup:
            if clean.__module__ == "bot.app.editing":
                await clean(site)


@pytest.mark.parametrize(("host", "public_url"), LOCAL)
async def test_on_a_machine_of_ones_own_it_needs_no_token(
    host: str, public_url: str | None, corpus: Corpus, settings: Settings
) -> None:
    local = replace(settings, host=host, public_url=public_url)
    assert is_only_local(local)
    await mounted(corpus, local)


@pytest.mark.parametrize(("host", "public_url"), REACHED)
async def test_where_others_reach_it_it_does_not_start_without_tokens_and_https(
    host: str, public_url: str | None, corpus: Corpus, settings: Settings
) -> None:
    reached = replace(settings, host=host, public_url=public_url)
    assert not is_only_local(reached)
    with pytest.raises(CannotServe, match="no editor has a token"):
        await mounted(corpus, reached)
    engine = open_database(settings.database_url)
    with writing(engine) as connection:
        add_editor(connection, "ada", NOW)
    engine.dispose()
    if public_url:
        await mounted(corpus, reached)
    else:
        with pytest.raises(CannotServe, match="does not begin with https"):
            await mounted(corpus, reached)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104  -- an operator's choice
async def test_without_a_database_that_can_be_used_it_does_not_start(
    host: str, corpus: Corpus, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "none.db").write_bytes(b"this is no database" * 99)
    for url in (f"sqlite:///{tmp_path}/none.db", f"sqlite:///{tmp_path}/empty.db"):
        assert make_url(url).database
        with pytest.raises(CannotServe, match="which holds the editors, cannot be used"):
            await mounted(corpus, replace(settings, host=host, database_url=url))
