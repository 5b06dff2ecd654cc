"""The questions of a draft over HTTP: what is proposed, what it really answers, and what ticks change."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from bot.answers.ask import answer
from bot.answers.query import Query
from bot.corpus.content import ContentRepository
from bot.search.archive import Archive
from bot.search.index import PassageIndex
from tests.web.test_editing import Client, Editor, client, editor

__all__ = ["client", "editor"]


class Questions:
    """The questions of the draft that an editor has open."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor

    async def accept_all(self) -> None:
        """Accept every card that can be accepted, rulings with a claim."""
        for card in (await self.editor.state())["cards"]:
            fields = {"claim": "the pies"} if card["kind"] == "ruling" else {}
            await self.editor.decide(do="edit", card=card["id"], fields=fields, accept=True)

    async def listed(self) -> dict[str, dict[str, Any]]:
        response = await self.editor.client.get("/edit/stone-v-gull/questions")
        given = await response.json()
        assert given["seen"] == self.editor.seen
        return {one["id"]: one for one in given["questions"]}

    async def shown(self, **query: str) -> str:
        response = await self.editor.client.get("/edit/stone-v-gull/question", params=query)
        assert response.status == 200
        return await response.text()

    async def right(self, **query: str) -> dict[str, Any]:
        """The tick that says that the answer to a question is right."""
        found = re.search(r'data-right="([^"]*)"', await self.shown(**query))
        assert found
        tick: dict[str, Any] = json.loads(unescape(found[1]))
        return tick

    async def tick(self, *ticks: dict[str, Any]) -> int:
        return (await self.editor.decide(do="tick", ticks=list(ticks)))[0]


def answered(folder: Path, question: str) -> tuple[bool, list[str]]:
    """What the saved case answers: whether it does, and with which words."""
    library = ContentRepository(folder / "content").read()
    assert not library.problems
    made = answer(Archive(library, PassageIndex.in_memory(())), Query("ask", (("question", question),)))
    return not made.abstained, [one.text for one in made.quotations()]


async def test_questions_are_about_what_was_accepted_and_have_its_real_answer(editor: Editor) -> None:
    questions = Questions(editor)
    assert not any(name.startswith("awards") for name in await questions.listed())
    await questions.accept_all()
    listed = await questions.listed()
    assert listed["awards.awarded"] == {"id": "awards.awarded", "ask": "how much was awarded", "state": ""}
    shown = await questions.shown(id="awards.awarded")
    assert "wie viel wurde zugesprochen" in shown
    assert "It is answered with words of the fact that is asked for." in shown
    assert shown.count("was awarded $5 million in damages") >= 2
    tick = await questions.right(id="awards.awarded")
    assert (tick["tick"], tick["cards"]) == ("right", ["award-1"])
    response = await editor.client.get("/edit/stone-v-gull/question", params={"id": "<no>"})
    assert response.status == 404


async def test_what_is_ticked_stands_in_the_case_file_and_changes_what_ask_answers(
    editor: Editor, tmp_path: Path
) -> None:
    questions = Questions(editor)
    await questions.accept_all()
    typed = await questions.right(typed="what was the filling")
    state = await editor.state()
    place = next(one["spans"][0] for one in state["cards"] if one["id"] == "ruling-1")
    assert (await editor.save())[0] == 200
    before = answered(tmp_path, "what was the filling")
    assert await questions.tick({**typed, "tick": "wrong", "spans": [place]}) == 200
    gap = await questions.right(id="gap.lawyers")
    assert gap["tick"] == "absent"
    assert await questions.tick(gap) == 200
    wrong = await questions.right(id="rulings")
    assert await questions.tick({**wrong, "tick": "wrong", "spans": []}) == 200
    states = {name: one["state"] for name, one in (await questions.listed()).items() if one["state"]}
    assert states == {typed["question"]: "words", "gap.lawyers": "absent", "rulings": "wrong"}
    assert (await editor.save())[0] == 200
    is_answer, words = answered(tmp_path, "what was the filling")
    assert is_answer
    assert "found Gull Bakery liable" in words[0]
    assert before != (is_answer, words)
    written = (tmp_path / "content/stone-v-gull/case.yaml").read_text("utf-8")
    assert "ask: [who are the lawyers, is anyone represented by a lawyer, wer sind die Anwälte]\n" in written
    assert "#   - ask: what was decided" in written
    await editor.decide(do="undo")
    assert "rulings" not in {name for name, one in (await questions.listed()).items() if one["state"]}


async def test_all_that_are_answered_with_their_facts_are_one_decision(editor: Editor) -> None:
    questions = Questions(editor)
    await questions.accept_all()
    before = editor.seen
    response = await editor.client.get("/edit/stone-v-gull/questions/expected")
    ticks = (await response.json())["ticks"]
    assert {one["tick"] for one in ticks} == {"right"}
    assert len(ticks) > 4
    assert await questions.tick(*ticks) == 200
    assert editor.seen == before + 1
    listed = await questions.listed()
    assert {listed[one["question"]]["state"] for one in ticks} == {"right"}


async def test_a_tick_holds_while_its_facts_are_as_they_were(editor: Editor, tmp_path: Path) -> None:
    questions = Questions(editor)
    await questions.accept_all()
    assert await questions.tick(await questions.right(id="awards.awarded")) == 200
    await editor.decide(do="reject", card="award-1")
    assert "awards.awarded" not in await questions.listed()
    yaml = await (await editor.client.get("/edit/stone-v-gull/yaml")).text()
    assert "how much was awarded" not in yaml
    await editor.decide(do="undo")
    assert (await questions.listed())["awards.awarded"]["state"] == "right"


async def test_ticks_that_prove_nothing_are_not_taken(editor: Editor) -> None:
    questions = Questions(editor)
    await questions.accept_all()
    right = await questions.right(id="awards.awarded")
    changes: tuple[dict[str, Any], ...] = (
        {"spans": []},
        {"spans": [[0, 10_000]]},
        {"tick": "absent"},
        {"ask": []},
        {"ask": ["two\nlines"]},
        {"question": ""},
        {"spans": [[1, 3]]},
    )
    for change in changes:
        assert await questions.tick({**right, **change}) == 422
    assert await questions.tick() == 422
    unknown = {"do": "tick", "ticks": [{**right, "tick": "so-so"}]}
    body = json.dumps({"seen": editor.seen, "decision": unknown})
    response = await editor.client.post("/edit/stone-v-gull/decisions", data=body, headers=editor.headers)
    assert response.status == 400


async def test_a_second_editor_is_shown_the_first_ones_tick(editor: Editor, client: Client) -> None:
    questions = Questions(editor)
    await questions.accept_all()
    other = Editor(client, editor.headers["X-CSRF-Token"])
    await other.state()
    tick = await questions.right(id="awards.awarded")
    assert await questions.tick(tick) == 200
    status, given = await other.decide(do="tick", ticks=[tick])
    assert status == 412
    assert "has decided meanwhile" in given["sentence"]
