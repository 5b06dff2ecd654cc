"""The guides for developers of assistants and for fact-checkers: each example is run as it stands."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.api.lookups import COMMANDS
from bot.app.programs import mount_programs
from bot.checking.judging import WORST_FIRST
from bot.corpus.corpus import Corpus
from bot.mcp.tools import TOOLS
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.settings import Settings
from bot.web.site import make_site
from tests.docs.documents import GUIDES, ROOT, text_of

ASSISTANTS, FACT_CHECKERS = GUIDES / "assistants.md", GUIDES / "fact-checkers.md"
EXAMPLE = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
PROOF = ROOT / "docs/proof.py"
ARTICLE = "content/carroll-v-trump/sources/2023-07-12.txt"
LONGEST_PROOF = 100


def proven(answer: object, *articles: str | Path, folder: Path) -> tuple[int, str]:
    (folder / "answer.json").write_text(json.dumps(answer), "utf-8")
    run = subprocess.run(  # noqa: S603  -- the script and files of this test
        [sys.executable, "-I", str(PROOF), str(folder / "answer.json"), *map(str, articles)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout


def site_of(corpus: Corpus) -> web.Application:
    service = CommandService(corpus, Presentation())
    site = make_site(service)
    mount_programs(site, Settings(), service, lambda *_: None)
    return site


async def answered(corpus: Corpus, path: str, body: object = None) -> Any:
    async with TestClient(TestServer(site_of(corpus))) as client:
        response = await (client.post(path, json=body) if body else client.get(path))
        return await response.json()


@pytest.mark.parametrize(("code", "output"), EXAMPLE.findall(text_of(ASSISTANTS)))
async def test_an_example_of_the_guide_prints_what_it_shows(corpus: Corpus, code: str, output: str) -> None:
    async with TestServer(site_of(corpus)) as server:
        address = f"ADDRESS = 'http://127.0.0.1:{server.port}'\n"
        run = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", address + code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (run.stdout, run.stderr) == (output, "")


def test_there_are_three_examples_and_every_tool_is_named() -> None:
    assert len(EXAMPLE.findall(text_of(ASSISTANTS))) == 3
    assert all(f"`{name}`" in text_of(ASSISTANTS) for name in TOOLS)


def test_the_guide_for_fact_checkers_has_every_verdict() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", text_of(FACT_CHECKERS), re.MULTILINE)
    assert sorted(rows) == sorted((*WORST_FIRST, "no_quotation"))


async def test_what_the_guide_for_fact_checkers_proves_holds(corpus: Corpus, tmp_path: Path) -> None:
    answer = await answered(corpus, "/api/v1/verify", {"text": "Carroll was awarded $50 million in damages"})
    status, output = proven(answer, ARTICLE, folder=tmp_path)
    assert status == 0
    assert f"sources/2023-07-12.txt\n{output}```" in text_of(FACT_CHECKERS)


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "changes"])
async def test_every_answer_is_proven_without_our_code(corpus: Corpus, tmp_path: Path, command: str) -> None:
    answer = await answered(corpus, f"/api/v1/cases/carroll-v-trump/{command}")
    status, output = proven(answer, ARTICLE, folder=tmp_path)
    assert (status, "FAILS" in output) == (0, False)


def test_what_the_terminal_says_is_proven_as_well(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "bot", "say", "--json", "/case damages"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    status, output = proven(json.loads(said.stdout), ARTICLE, folder=tmp_path)
    assert status == 0
    assert "5 of 5 quotations hold." in output


@pytest.mark.parametrize(
    "change",
    [
        {"exact": "Carroll was awarded $6 million in damages in the defamation case."},
        {"start": 904, "end": 969},
        {"end": 971},
        {"start": -5, "end": 60},
        {"start": "905"},
        {"sha256": "0" * 64},
        {"prefix": "other words"},
        {"suffix": "other words"},
        {"exact": ""},
    ],
)
async def test_a_quotation_that_was_tampered_with_fails(
    corpus: Corpus, tmp_path: Path, change: dict[str, object]
) -> None:
    answer = await answered(corpus, "/api/v1/verify", {"text": "Carroll was awarded $50 million in damages"})
    answer["claims"][0]["matches"][0].update(change)
    status, output = proven(answer, ARTICLE, folder=tmp_path)
    assert (status, output.startswith("FAILS")) == (1, True)


async def test_another_article_or_none_proves_nothing(corpus: Corpus, tmp_path: Path) -> None:
    answer = await answered(corpus, "/api/v1/cases/carroll-v-trump/damages")
    other = tmp_path / "other.txt"
    other.write_bytes((ROOT / ARTICLE).read_bytes() + b" ")
    assert proven(answer, other, folder=tmp_path)[0] == 1
    assert proven(answer, folder=tmp_path)[0] == 1
    assert proven({}, ARTICLE, folder=tmp_path)[0] == 1
    assert proven(answer, tmp_path / "nowhere", folder=tmp_path)[0] == 2


def test_the_proof_is_short_and_has_none_of_our_code() -> None:
    lines = text_of(PROOF).splitlines()
    assert len(lines) <= LONGEST_PROOF
    assert not any(re.match(r"\s*(from|import) bot", line) for line in lines)
