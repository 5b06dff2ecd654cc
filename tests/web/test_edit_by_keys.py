"""By keys alone, the first article becomes a case file that passes the check, with all of its 27 facts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from edit_by_keys import first_article, missing_facts, played, quoted
from playwright.async_api import Browser

from bot.cli.main import main
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from tests.web.test_editing import site_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
MOST_DECISIONS = 120


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("by-keys") / "content"
    folder.mkdir()
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(content: Path) -> AsyncIterator[str]:
    server = TestServer(site_in(content.parent, Corpus(ContentRepository(content))))
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


async def test_the_first_article_becomes_a_case_with_all_of_its_facts(
    browser: Browser, address: str, content: Path
) -> None:
    """The same hands play longer articles in ``benchmarks/edit_by_keys.py``."""
    hands, wanted = first_article()
    done = await played(browser, address, content, "Carroll v. Trump", hands)
    assert done.keys.decisions <= MOST_DECISIONS
    assert missing_facts(done.case) == []
    assert quoted(done.case, wanted) == len(wanted)
    assert main(["check", "--review", str(content / done.case.id)]) == 0
    ids = {*done.case.party_by_id, *done.case.source_by_id, *hands.review.by_id}
    assert not ids & set(done.keys.typed)
