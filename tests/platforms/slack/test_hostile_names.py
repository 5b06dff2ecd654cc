"""Labels with markup in them, of cases, lawsuits and people, stay plain words wherever Slack shows them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from tests.fakes.slack.checks import message_problems, view_problems
from tests.fakes.slack.person import button
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.inside import SOCKET_MODE, inside

MARKUP = "<!channel> *x* &lt; <@U1> :smile: `y` <https://evil.example|z>"
PLAIN = "plain_text"


@pytest.fixture(scope="module")
def marked(content: Path, tmp_path_factory: pytest.TempPathFactory, vectors: object) -> Corpus:
    """Two cases whose editors wrote markup into what they are called."""
    folder = tmp_path_factory.mktemp("marked")
    for name in ("carroll-v-trump", "marked-v-marked"):
        case = folder / name
        shutil.copytree(content / "carroll-v-trump", case)
        written = (case / "case.yaml").read_text("utf-8")
        title, rest = written.split("\n", 1)
        assert title.startswith("title:")
        written = f"title: {json.dumps(MARKUP + name)}\n" + rest
        for label in ("A political operative", "The countersuit", "Appeal"):
            assert f"{{en: {label}," in written
            written = written.replace(f"{{en: {label},", f"{{en: {json.dumps(MARKUP)},")
        (case / "case.yaml").write_text(written, "utf-8")
    corpus = Corpus(ContentRepository(folder))
    corpus.read()
    assert set(corpus.archive.library.cases) == {"carroll-v-trump", "marked-v-marked"}
    return corpus


async def test_markup_in_labels_stays_words(slack: SlackServer, marked: Corpus, tmp_path: Path) -> None:
    async with inside(slack, SOCKET_MODE, marked, tmp_path) as running:
        person, state = running.person, slack.state
        for command in ("status", "people", "timeline", "statements", "damages", "sources"):
            body = (await person.types(f"/case {command} case:marked-v-marked")).body
            assert message_problems(body["text"], body["blocks"]) == []
            assert "&lt;!channel&gt; *x* &amp;lt;" in body["text"]
        await person.opens_home()
        await slack.until(lambda: person.user in state.homes)
        home = state.homes[person.user]
        assert MARKUP + "marked-v-marked" in json.dumps(home, ensure_ascii=False)
        assert view_problems(home) == []
        for label in ("Schedule a digest", "Change settings"):
            admin = person.but(user="U2")
            state.homes.pop("U2", None)
            await admin.opens_home()
            await slack.until(lambda: "U2" in state.homes)
            before = len(state.views)
            await admin.clicks(button(state.homes["U2"]["blocks"], label), view=state.homes["U2"])
            await slack.until(lambda before=before: len(state.views) > before)  # type: ignore[misc]
            form = list(state.views.values())[-1]
            assert view_problems(form) == []
            options = await admin.is_offered("case", "", form)
            assert {one["value"] for one in options} == {"carroll-v-trump", "marked-v-marked"}
            assert {one["text"]["type"] for one in options} == {PLAIN}
        assert state.complaints == []
