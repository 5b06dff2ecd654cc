"""Many workspaces: each installs the bot by itself, has its own token, and is forgotten when it goes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, text

from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.digests.outcomes import Reason, Rejected, Sent
from bot.digests.senders import Target
from bot.platforms.slack.api import SlackApi
from bot.platforms.slack.bot import SlackBot
from bot.platforms.slack.installations import Installations, OAuthStates
from bot.platforms.slack.scopes import NEEDED
from bot.platforms.slack.sender import SlackSender
from bot.platforms.slack.token_rotation import refresh_by
from bot.settings import CannotServe, Settings
from tests.fakes.slack.faults import dropped, rejected, server_error
from tests.fakes.slack.model import Team
from tests.fakes.slack.person import button
from tests.fakes.slack.server import CLIENT_SECRET, SIGNING_SECRET, SlackServer
from tests.platforms.slack.inside import PUBLIC_URL, Inside, inside, service_of

KEY = Fernet.generate_key().decode()
MANY = Settings(
    slack_signing_secret=SIGNING_SECRET,
    slack_client_id="1.2",
    slack_client_secret=CLIENT_SECRET,
    encryption_key=KEY,
    public_url=PUBLIC_URL,
)
TOKEN = "xoxb-of-the-law-firm"


def installations(engine: Engine, key: str = KEY) -> Installations:
    return Installations(engine, key, refresh_by(MANY))


@pytest.fixture
async def running(slack: SlackServer, corpus: Corpus, tmp_path: Path) -> AsyncIterator[Inside]:
    slack.state.teams.clear()
    slack.state.codes["a-code"] = Team("T2", TOKEN, "Law <firm>")
    async with inside(slack, MANY, corpus, tmp_path) as running:
        yield running


class Page(NamedTuple):
    status: int
    text: str
    location: str
    cookie: str


async def visits(address: str, cookie: str = "") -> Page:
    headers = {"Cookie": cookie} if cookie else {}
    async with (
        aiohttp.ClientSession() as session,
        session.get(address, headers=headers, allow_redirects=False) as response,
    ):
        jar = SimpleCookie(response.headers.get("Set-Cookie", ""))
        kept = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
        return Page(response.status, await response.text(), response.headers.get("Location", ""), kept)


async def begins(running: Inside) -> tuple[str, str]:
    """The state that Slack is given, and the cookie."""
    page = await visits(f"{running.address}/slack/install")
    assert page.status == 302
    asked = parse_qs(urlsplit(page.location).query)
    assert page.location.startswith("https://slack.com/oauth/v2/authorize?")
    assert set(NEEDED) <= set(asked["scope"][0].split(","))
    assert asked["redirect_uri"] == [f"{PUBLIC_URL}/slack/oauth_redirect"]
    return asked["state"][0], page.cookie


async def installs(running: Inside, code: str = "a-code") -> Page:
    state, cookie = await begins(running)
    return await visits(f"{running.address}/slack/oauth_redirect?code={code}&state={state}", cookie)


def stored(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [str(tuple(row)) for row in connection.execute(text("SELECT * FROM slack_installations"))]


async def test_a_workspace_installs_the_bot_and_is_answered(running: Inside) -> None:
    page = await installs(running)
    assert page.status == 200
    assert "The bot is in Law &lt;firm&gt;. Type /help there." in page.text
    person = running.person.but(team="T2")
    assert "The 2019 lawsuit" in (await person.types("/case status")).body["text"]
    assert {call.token for call in running.slack.calls("users.info")} == {TOKEN}


async def test_a_stored_token_is_encrypted_and_read_with_the_key_alone(running: Inside) -> None:
    await installs(running)
    [row] = stored(running.engine)
    assert "T2" in row
    assert TOKEN not in row
    assert await installations(running.engine).token_of("T2") == TOKEN
    assert await installations(running.engine, Fernet.generate_key().decode()).token_of("T2") is None


async def test_a_workspace_that_installs_again_gets_its_new_token(running: Inside) -> None:
    await installs(running)
    running.slack.state.codes["another"] = Team("T2", "xoxb-newer", "Law")
    await installs(running, "another")
    assert len(stored(running.engine)) == 1
    assert await installations(running.engine).token_of("T2") == "xoxb-newer"


@pytest.mark.parametrize(
    ("query", "with_cookie", "status"),
    [
        ("code=a-code&state=forged", True, 400),
        ("code=a-code&state={state}", False, 400),
        ("code=a-code", True, 400),
        ("state={state}", True, 401),
        ("code=forged&state={state}", True, 401),
        ("error=access_denied&state={state}", True, 200),
        ("error=%3Cscript%3E&state={state}", True, 200),
    ],
)
async def test_an_install_that_nobody_began_or_that_slack_refuses_is_refused(
    running: Inside,
    query: str,
    with_cookie: bool,  # noqa: FBT001  -- pytest passes it by name
    status: int,
) -> None:
    state, cookie = await begins(running)
    address = f"{running.address}/slack/oauth_redirect?{query.format(state=state)}"
    page = await visits(address, cookie if with_cookie else "")
    assert page.status == status
    assert "Nothing was installed" in page.text
    assert "<script>" not in page.text
    assert stored(running.engine) == []


async def test_a_state_is_good_once_and_in_the_browser_that_began_alone(running: Inside) -> None:
    state, cookie = await begins(running)
    _, other = await begins(running)
    address = f"{running.address}/slack/oauth_redirect?code=a-code&state={state}"
    assert (await visits(address, other)).status == 400
    assert (await visits(address, cookie)).status == 200
    running.slack.state.codes["a-code"] = Team("T2", TOKEN)
    assert (await visits(address, cookie)).status == 401


async def test_installs_that_are_begun_and_not_finished_leave_no_rows(running: Inside) -> None:
    with running.engine.connect() as connection:
        before = connection.execute(text("SELECT total_changes()")).scalar()
    states = {(await begins(running))[0] for _ in range(500)}
    assert len(states) == 500
    with running.engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
        counts = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in tables}  # noqa: S608  -- names of its own
        assert connection.execute(text("SELECT total_changes()")).scalar() == before
    assert {name for name, rows in counts.items() if rows} == {"alembic_version"}


async def test_a_state_expires_and_a_stored_token_is_none(running: Inside) -> None:
    states = OAuthStates(KEY)
    state = await states.async_issue()
    assert not await OAuthStates(Fernet.generate_key().decode()).async_consume(state)
    assert not await states.async_consume(Fernet(KEY).encrypt(b"xoxb-a-token").decode())
    old = Fernet(KEY).encrypt_at_time(b"state:" + b"x" * 16, int(time.time()) - 601).decode()
    assert not await states.async_consume(old)
    assert await states.async_consume(state)
    assert not await states.async_consume(state)


async def test_a_state_is_forged_even_where_the_cookie_says_the_same(running: Inside) -> None:
    address = f"{running.address}/slack/oauth_redirect?code=a-code&state=forged"
    assert (await visits(address, "slack-app-oauth-state=forged")).status == 401


async def test_slack_that_fails_during_an_install_leaves_nothing_behind(running: Inside) -> None:
    running.slack.fail("oauth.v2.access", server_error(), dropped(stored=False))
    assert (await installs(running)).status == 401
    assert (await installs(running)).status == 502
    running.slack.fail("auth.test", rejected("fatal_error"))
    assert (await installs(running)).status == 401
    assert stored(running.engine) == []


async def test_an_unknown_workspace_is_told_how_to_install_the_bot(running: Inside) -> None:
    answered = (await running.person.but(team="T9").types("/case status")).body
    assert f"install it again at {PUBLIC_URL}/slack/install" in answered["text"]
    assert running.slack.state.calls == []


async def test_buttons_and_check_quotes_of_an_unknown_workspace_are_answered_with_a_sentence(
    running: Inside,
) -> None:
    person = running.person.but(team="T9")
    pressed = {"type": "button", "action_id": "ask:1", "value": "1::/case status", "block_id": "b"}
    message = {"type": "message", "text": "He said “no”.", "ts": "1.1"}
    for acts in (person.clicks(pressed), person.on_message("check_quotes", message)):
        assert (await acts).body == {}
        hook = person.hook
        [said] = await running.slack.until(lambda hook=hook: hook.posts)  # type: ignore[misc]
        assert f"install it again at {PUBLIC_URL}/slack/install" in said["text"]
        assert said["response_type"] == "ephemeral"


async def test_a_workspace_that_removes_the_bot_is_forgotten_with_all_that_its_people_kept(
    running: Inside,
) -> None:
    await installs(running)
    person = running.person.but(team="T2")
    answer = (await person.types("/case damages")).body
    await person.clicks(button(answer["blocks"], "Keep as a shortcut"))
    await running.slack.until(lambda: running.slack.state.homes)
    await person.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}})
    await person.event({"type": "app_uninstalled"})
    assert stored(running.engine) == []
    with running.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM slack_shortcuts")).scalar() == 0
    assert "not known to the bot" in (await person.types("/case status")).body["text"]


async def test_a_revoked_token_of_a_person_changes_nothing(running: Inside) -> None:
    await installs(running)
    person = running.person.but(team="T2")
    await person.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    assert len(stored(running.engine)) == 1


async def test_digests_use_the_token_of_their_workspace_and_stop_where_it_is_gone(running: Inside) -> None:
    await installs(running)
    general = Target("slack", "T2", "channel", "C1")
    payload = {"text": "Hello", "blocks": [{"type": "divider"}]}
    api = SlackApi(running.slack.api_url, installations(running.engine))
    await api.open()
    sender = SlackSender(api)
    assert isinstance(await sender.send(general, payload, "key"), Sent)
    assert running.slack.calls("chat.postMessage")[0].token == TOKEN
    gone = await sender.send(replace(general, workspace="T9"), payload, "key")
    await api.close()
    assert gone == Rejected(Reason.REVOKED, "not installed")


@pytest.mark.parametrize(
    ("lacking", "lack"),
    [
        ("SLACK_CLIENT_SECRET", lambda settings: replace(settings, slack_client_secret=None)),
        ("ENCRYPTION_KEY", lambda settings: replace(settings, encryption_key=None)),
        ("PUBLIC_URL", lambda settings: replace(settings, public_url=None)),
    ],
)
async def test_what_is_lacking_for_installs_is_named(
    corpus: Corpus, tmp_path: Path, lacking: str, lack: Callable[[Settings], Settings]
) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/bot.db")
    with pytest.raises(CannotServe, match=f"set {lacking} too"):
        SlackBot(lack(MANY), service_of(corpus), engine)
    with pytest.raises(CannotServe, match="Slack is set up halfway"):
        SlackBot(Settings(slack_bot_token="xoxb-1"), service_of(corpus), engine)
    engine.dispose()
