"""The review page over HTTP: who gets in, what a decision does, and that nothing is lost or half-written."""

import errno
import json
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app.chat_payloads import AdapterPayloads
from bot.app.editing import mount_editing
from bot.cases.parsing import case_file_schema
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.service.editors import Editors
from bot.settings import Settings
from bot.web.editing.access import EditorAccess
from bot.web.editing.site import EditingFolders, add_editing
from bot.web.site import make_site
from tests.authoring.test_decisions import TEXT
from tests.databases import migrated

HERE = {"Sec-Fetch-Site": "same-origin"}
FORM = {"id": "stone-v-gull", "published": "2025-03-04", "title": "<script>Stone v. Gull", "text": TEXT}

Client = TestClient[web.Request, web.Application]


def site_in(folder: Path, corpus: Corpus) -> web.Application:
    (folder / "content").mkdir(exist_ok=True)
    service = CommandService(corpus, Presentation())
    site = make_site(service, chat=AdapterPayloads())
    folders = EditingFolders(folder / "drafts", folder / "content")
    engine = open_database(migrated(f"sqlite:///{folder}/bot.db"))

    async def dispose(_: web.Application) -> None:
        engine.dispose()

    site.on_cleanup.append(dispose)
    add_editing(site, folders, EditorAccess(Editors(engine)))
    return site


@pytest.fixture
async def client(tmp_path: Path, corpus: Corpus) -> AsyncIterator[Client]:
    async with TestClient(TestServer(site_in(tmp_path, corpus))) as client:
        yield client


async def secret_of(client: Client) -> str:
    page = await (await client.get("/edit")).text()
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


class Editor:
    """A browser with the review of one draft open."""

    def __init__(self, client: Client, secret: str) -> None:
        self.client, self.headers = client, HERE | {"X-CSRF-Token": secret}
        self.seen, self.version = 0, "none"

    async def state(self) -> dict[str, Any]:
        response = await self.client.get("/edit/stone-v-gull/state")
        given: dict[str, Any] = await response.json()
        self.seen, self.version = given["seen"], given["version"]
        return given

    async def decide(self, **decision: Any) -> tuple[int, dict[str, Any]]:
        body = json.dumps({"seen": self.seen, "decision": decision})
        response = await self.client.post("/edit/stone-v-gull/decisions", data=body, headers=self.headers)
        given = await response.json()
        self.seen = given.get("seen", self.seen)
        return response.status, given

    async def save(self) -> tuple[int, dict[str, Any]]:
        headers = self.headers | {"If-Match": f'"{self.version}"'}
        response = await self.client.post("/edit/stone-v-gull/save", headers=headers)
        given = await response.json()
        self.version = given.get("version", self.version)
        return response.status, given


@pytest.fixture
async def editor(client: Client) -> Editor:
    secret = await secret_of(client)
    response = await client.post("/edit", data=FORM | {"csrf": secret}, headers=HERE, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/edit/stone-v-gull")
    return Editor(client, secret)


def first(state: dict[str, Any], kind: str) -> str:
    return str(next(one["id"] for one in state["cards"] if one["kind"] == kind))


async def test_an_article_becomes_a_case_that_the_loader_accepts(editor: Editor, tmp_path: Path) -> None:
    state = await editor.state()
    status, after = await editor.decide(do="accept", card=first(state, "statement"))
    assert (status, after["seen"]) == (200, 1)
    assert after["covered"] > state["covered"]
    assert (await editor.save())[0] == 200
    library = ContentRepository(tmp_path / "content").read()
    assert not library.problems
    assert [str(one.speaker) for one in library.cases["stone-v-gull"].statements] == ["stone"]
    assert (tmp_path / "content/stone-v-gull/sources/2025-03-04.txt").read_text("utf-8") == TEXT
    schema = json.loads((tmp_path / "content/case.schema.json").read_text("utf-8"))
    assert schema == case_file_schema()
    await editor.decide(do="undo")
    assert (await editor.save())[0] == 200
    assert not ContentRepository(tmp_path / "content").read().cases["stone-v-gull"].statements


async def test_the_page_has_the_article_to_the_code_point_and_escapes_all_of_it(editor: Editor) -> None:
    page = await (await editor.client.get("/edit/stone-v-gull")).text()
    article = re.search(r'<div id="article"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert article
    assert article[1].replace("&#34;", '"') == TEXT
    assert "<script>Stone" not in page
    state = await editor.state()
    for one in state["cards"]:
        card = await editor.client.get(f"/edit/stone-v-gull/cards/{one['id']}")
        assert card.status == 200
        assert card.headers["Cache-Control"] == "no-store"


async def test_a_reload_brings_every_decision_back_after_a_crash_in_the_middle_of_one(
    editor: Editor, tmp_path: Path
) -> None:
    state = await editor.state()
    await editor.decide(do="accept", card=first(state, "party"))
    before = await editor.state()
    with (tmp_path / "drafts/stone-v-gull/journal.jsonl").open("ab") as journal:
        journal.write(b'{"number":2,"by":"edi')
    assert await editor.state() == before
    page = await (await editor.client.get("/edit/stone-v-gull")).text()
    assert "A crash cut off the last decision" in page


async def test_what_is_not_taken_says_why_and_is_in_no_journal(editor: Editor) -> None:
    state = await editor.state()
    status, given = await editor.decide(do="accept", card=first(state, "ruling"))
    assert (status, given) == (422, {"sentence": "Still open: claim"})
    status, given = await editor.decide(
        do="edit", card=first(state, "party"), fields={"name": "Zed Quill"}, accept=True
    )
    assert status == 422
    assert "stands in no source" in given["sentence"]
    assert (await editor.decide(do="undo"))[0] == 422
    assert (await editor.state())["seen"] == 0


@pytest.mark.parametrize(
    "body", ["", "[]", '{"seen": 0}', '{"seen": 0, "decision": {"do": "delete"}}', "{" * 999]
)
async def test_a_body_that_is_no_decision_is_refused(editor: Editor, body: str) -> None:
    response = await editor.client.post("/edit/stone-v-gull/decisions", data=body, headers=editor.headers)
    assert response.status == 400


async def test_the_second_of_two_editors_sees_what_the_first_decided(editor: Editor) -> None:
    second = Editor(editor.client, editor.headers["X-CSRF-Token"])
    state = await editor.state()
    await editor.decide(do="accept", card=first(state, "party"))
    status, given = await second.decide(do="reject", card=first(state, "party"))
    assert status == 412
    assert given["sentence"] == "editor has decided meanwhile: what changed is shown now."
    assert next(one for one in given["cards"] if one["id"] == first(state, "party"))["state"] == "accepted"
    assert second.seen == 1


async def test_what_somebody_else_saved_is_shown_and_stays(editor: Editor, tmp_path: Path) -> None:
    file = tmp_path / "content/stone-v-gull/case.yaml"
    assert (await editor.save())[0] == 200
    edited = file.read_text("utf-8").replace("revised: ", "revised:  ")
    file.write_text(edited, "utf-8")
    status, given = await editor.save()
    assert status == 412
    assert "-revised:  " in given["diff"]
    await editor.state()
    assert (await editor.save())[0] == 412
    assert file.read_text("utf-8") == edited
    response = await editor.client.post("/edit/stone-v-gull/save", headers=editor.headers)
    assert response.status == 428


async def test_a_full_disk_loses_no_decision_and_writes_no_half_case(
    editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = await editor.state()
    await editor.decide(do="accept", card=first(state, "party"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        status, given = await editor.decide(do="accept", card=first(state, "statement"))
        assert (status, "No space left" in given["sentence"]) == (507, True)
        assert (await editor.save())[0] == 507
    assert not any((tmp_path / "content").iterdir())
    assert (await editor.state())["seen"] == 1
    assert (await editor.decide(do="accept", card=first(state, "statement")))[0] == 200


async def test_a_save_that_was_written_and_not_noted_can_be_sent_again(
    editor: Editor, tmp_path: Path
) -> None:
    state = await editor.state()
    assert (await editor.save())[0] == 200
    (tmp_path / "drafts/stone-v-gull/saved.json").unlink()
    editor.version = "none"
    assert (await editor.save())[0] == 200
    await editor.decide(do="accept", card=first(state, "party"))
    assert (await editor.save())[0] == 200
    assert not ContentRepository(tmp_path / "content").read().problems


async def test_an_article_that_is_here_already_is_asked_about(client: Client, corpus: Corpus) -> None:
    secret = await secret_of(client)
    text = corpus.archive.library.cases["carroll-v-trump"].sources[0].text
    form = FORM | {"csrf": secret, "text": text}
    response = await client.post("/edit", data=form, headers=HERE, allow_redirects=False)
    assert response.status == 409
    assert "“carroll-v-trump”" in await response.text()
    response = await client.post("/edit", data=form | {"anyway": "yes"}, headers=HERE, allow_redirects=False)
    assert response.status == 303


@pytest.mark.parametrize("wrong", [{"id": "../x"}, {"id": "login"}, {"published": "May"}, {"text": "  "}])
async def test_a_form_that_begins_nothing_says_why_and_keeps_what_was_typed(
    client: Client, wrong: dict[str, str]
) -> None:
    form = FORM | wrong | {"csrf": await secret_of(client), "publisher": "The Gazette"}
    response = await client.post("/edit", data=form, headers=HERE, allow_redirects=False)
    assert response.status == 422
    assert "The Gazette" in await response.text()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"X-CSRF-Token": "guess"},
        {"X-CSRF-Token": ""},
    ],
)
async def test_nothing_is_decided_from_another_page(editor: Editor, headers: dict[str, str]) -> None:
    sent = {**editor.headers, **headers}
    if "Origin" in headers:
        del sent["Sec-Fetch-Site"]
    body = json.dumps({"seen": 0, "decision": {"do": "accept", "card": "party-1"}})
    response = await editor.client.post("/edit/stone-v-gull/decisions", data=body, headers=sent)
    assert response.status == 403
    assert (await editor.state())["seen"] == 0


@pytest.mark.parametrize("headers", [{"Host": "rebound.example"}, {"X-Forwarded-For": "192.0.2.1"}])
async def test_another_host_or_a_proxy_nobody_announced_finds_nothing(
    client: Client, headers: dict[str, str]
) -> None:
    assert (await client.get("/edit", headers=headers)).status == 404


async def test_off_means_that_there_is_no_such_page(corpus: Corpus) -> None:
    site = make_site(CommandService(corpus, Presentation()))
    mount_editing(site, Settings())
    async with TestClient(TestServer(site)) as client:
        assert (await client.get("/edit")).status == 404
        assert (await client.get("/edit/login")).status == 404
