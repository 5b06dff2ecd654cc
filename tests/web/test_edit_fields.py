"""Fields that few entries have, on the forms of the review page: typed, refused, saved and proven."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.authoring.decisions import EditFields, Relate
from bot.cases.model import Case
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.loader import load_case
from bot.web.editing.card_views import card_view
from tests.web.second_articles import CASE, DRAFT, CaseUnderReview, key_of
from tests.web.test_editing import HERE, Editor, secret_of, site_in

TEXT = """\
The Harbour Court ordered Gull Bakery to pay Ada Stone $500 on Monday.
Of the $500, it awarded $300 for her teeth.
It ordered Gull Bakery to pay Ada Stone $20 per day if the oven is not cold by June.
Gull Bakery settled with Ben Crab for an undisclosed sum.
The court found that Ada Stone was 40 percent at fault.
Otto Gull was convicted of two counts of fraud and sentenced to 18 months in prison.
"""
FORM = {"id": "stone-v-gull", "published": "2025-03-04", "title": "Stone v. Gull", "text": TEXT}


@pytest.fixture
async def editor(tmp_path: Path, corpus: Corpus) -> AsyncIterator[Editor]:
    async with TestClient(TestServer(site_in(tmp_path, corpus))) as client:
        form = FORM | {"csrf": await secret_of(client)}
        response = await client.post("/edit", data=form, headers=HERE, allow_redirects=False)
        assert response.status == 303
        hands = Editor(client, form["csrf"])
        await hands.state()
        yield hands


async def add(
    editor: Editor, card_kind: str, words: str, /, **fields: str
) -> tuple[str, int, dict[str, Any]]:
    """Make a card of words of the article, and accept it with fields; gives its id and what became of it."""
    at = TEXT.index(words)
    known = {one["id"] for one in (await editor.state())["cards"]}
    _, given = await editor.decide(do="add", kind=card_kind, start=at, end=at + len(words))
    [card] = {one["id"] for one in given["cards"]} - known
    status, given = await editor.decide(do="edit", card=card, fields=fields, accept=True)
    return card, status, given


async def added(editor: Editor, card_kind: str, words: str, /, **fields: str) -> str:
    card, status, given = await add(editor, card_kind, words, **fields)
    assert status == 200, given
    return card


async def saved(editor: Editor, folder: Path) -> Case:
    await editor.state()
    status, given = await editor.save()
    assert status == 200, given
    library = ContentRepository(folder / "content").read()
    assert not library.problems
    return library.cases["stone-v-gull"]


async def form_of(editor: Editor, card: str, language: str = "en") -> str:
    response = await editor.client.get(
        f"/edit/stone-v-gull/cards/{card}", headers={"Accept-Language": language}
    )
    assert response.status == 200
    return await response.text()


USD = {"kind": "awarded", "currency": "USD"}
RULING = {"on": "charge", "outcome": "convicted", "claim": "fraud"}


async def test_amounts_have_parts_purposes_units_and_conditions(editor: Editor, tmp_path: Path) -> None:
    whole = await added(editor, "award", "$500", **USD, value="500")
    await added(editor, "award", "$300", **USD, value="300", part_of=whole, purpose="teeth")
    condition = "if the oven is not cold by June"
    await added(editor, "award", "$20", **USD, value="20", per="day", condition=condition)
    case = await saved(editor, tmp_path)
    first, part, daily = case.awards
    assert (str(part.part_of), str(part.purpose)) == (str(first.id), "teeth")
    assert (str(daily.per), daily.condition, daily.part_of) == ("day", condition, None)
    assert (first.part_of, first.purpose, first.undisclosed) == (None, None, False)


async def test_an_amount_that_is_kept_back_needs_no_number_and_takes_none(
    editor: Editor, tmp_path: Path
) -> None:
    words = "an undisclosed sum"
    card, status, given = await add(editor, "award", words, kind="settled")
    assert (status, given["sentence"]) == (422, "Still open: value, currency")
    status, given = await editor.decide(
        do="edit", card=card, fields={"kind": "settled", "undisclosed": "true"}, accept=True
    )
    assert status == 200
    page = await form_of(editor, card)
    assert 'id="field-value" name="value" value="" autocomplete="off">' in page
    [award] = (await saved(editor, tmp_path)).awards
    assert (award.undisclosed, award.amount) == (True, None)
    assert "undisclosed: true\n" in (tmp_path / "content/stone-v-gull/case.yaml").read_text("utf-8")
    _, status, given = await add(editor, "award", "$500", **USD, value="500", undisclosed="true")
    assert status == 422
    assert "given is not undisclosed" in given["sentence"]


async def test_rulings_have_counts_a_sentence_and_a_share_of_the_fault(
    editor: Editor, tmp_path: Path
) -> None:
    words = "Otto Gull was convicted of two counts of fraud and sentenced to 18 months in prison."
    await added(editor, "ruling", words, **RULING, counts="2", sentence="18 months in prison")
    words = "The court found that Ada Stone was 40 percent at fault."
    fault = {"on": "claim", "outcome": "at_fault", "claim": "the pies", "share": "40 percent"}
    await added(editor, "ruling", words, **fault)
    shared, convicted = sorted((await saved(editor, tmp_path)).rulings, key=lambda one: one.on == "charge")
    assert (convicted.counts, convicted.sentence, convicted.share) == (2, "18 months in prison", None)
    assert shared.share
    assert (int(shared.share.percent), shared.share.raw, shared.counts) == (40, "40 percent", None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"counts": "3"}, "tells of 2 counts"),
        ({"counts": "many"}, "must be a whole number"),
        ({"sentence": "twenty years in prison"}, "twenty years in prison"),
        ({"share": "60 percent"}, "60 percent"),
        ({"percent": "60"}, "“raw” is missing"),
        ({"part_of": "award-1"}, "There is no field part_of here."),
    ],
)
async def test_what_the_article_does_not_say_of_a_ruling_is_not_taken(
    editor: Editor, fields: dict[str, str], sentence: str
) -> None:
    words = "Otto Gull was convicted of two counts of fraud and sentenced to 18 months in prison."
    card, status, given = await add(editor, "ruling", words, **RULING, **fields)
    assert status == 422
    assert sentence in given["sentence"]
    assert {one["state"] for one in (await editor.state())["cards"] if one["id"] == card} == {"open"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"condition": "if it rains"}, "if it rains"),
        ({"undisclosed": "perhaps"}, "That is none of the values of the field: undisclosed: perhaps"),
        ({"part_of": "party-1"}, "There is no such amount of which this could be a part."),
        ({"part_of": "added-9"}, "There is no such amount of which this could be a part."),
        ({"purpose": "x" * 2_000}, "200 characters at most"),
    ],
)
async def test_what_does_not_hold_of_an_amount_is_not_taken(
    editor: Editor, fields: dict[str, str], sentence: str
) -> None:
    _, status, given = await add(editor, "award", "$500", **USD, value="500", **fields)
    assert status == 422
    assert sentence in given["sentence"]


async def test_amounts_that_are_parts_of_each_other_are_refused_by_the_check(editor: Editor) -> None:
    whole = await added(editor, "award", "$500", **USD, value="500")
    part = await added(editor, "award", "$300", **USD, value="300", part_of=whole)
    status, given = await editor.decide(do="edit", card=whole, fields={"part_of": part}, accept=True)
    assert status == 422
    assert "leads back to this entry" in given["sentence"]
    status, given = await editor.decide(do="edit", card=whole, fields={"part_of": whole}, accept=True)
    assert status == 422
    assert "no such amount" in given["sentence"]


async def test_a_part_whose_whole_is_left_out_waits_for_a_decision(editor: Editor, tmp_path: Path) -> None:
    whole = await added(editor, "award", "$500", **USD, value="500")
    part = await added(editor, "award", "$300", **USD, value="300", part_of=whole)
    _, given = await editor.decide(do="reject", card=whole)
    assert {one["id"]: one["state"] for one in given["cards"]}[part] == "open"
    assert (await editor.decide(do="accept", card=part))[0] == 200
    [award] = (await saved(editor, tmp_path)).awards
    assert award.part_of is None


LABELS = {
    "en": ("What it is for", "How many counts the article gives"),
    "de": ("Wofür er ist", "Wie viele Anklagepunkte der Artikel nennt"),
    "es": ("Para qué es", "Cuántos cargos da el artículo"),
}


@pytest.mark.parametrize("language", LABELS)
async def test_every_field_has_a_label_in_the_language_of_the_editor(editor: Editor, language: str) -> None:
    award = await added(editor, "award", "$500", **USD, value="500")
    words = "Otto Gull was convicted of two counts of fraud and sentenced to 18 months in prison."
    ruling = await added(editor, "ruling", words, **RULING)
    for card, label in zip((award, ruling), LABELS[language], strict=True):
        page = await form_of(editor, card, language)
        fields = re.findall(r'<(?:input|select) id="field-(\w+)" name="\1"', page)
        assert fields == re.findall(r'<label for="field-(\w+)">', page)
        assert f"{label} <code>" in page
        assert re.findall(r'<label for="field-(\w+)">[^<]+ <code>\1</code>', page) == fields
        assert '<details class="seldom"><summary>' in page


KINDS_OF_CARDS = {
    "party": ("Otto Gull", "Art der Partei", "kind"),
    "lawsuit": ("Otto Gull was convicted", "Wer klagt", "plaintiffs"),
    "statement": ("The Harbour Court", "Wie die Worte wiedergegeben sind", "quote_type"),
    "award": ("$500", "Art des Betrags", "kind"),
    "ruling": ("Otto Gull was convicted", "Worüber entschieden wurde", "on"),
    "relief": ("The Harbour Court", "Art der Anordnung", "kind"),
    "date": ("The Harbour Court", "Ob der Artikel es ganz angibt", "certainty"),
    "status": ("Otto Gull was convicted", "Stand", "value"),
    "caveat": ("The Harbour Court", "Was offen ist, in einem Satz", "text"),
}


@pytest.mark.parametrize("kind", KINDS_OF_CARDS)
async def test_every_field_of_every_kind_of_card_has_a_plain_label_beside_its_name(
    editor: Editor, kind: str
) -> None:
    words, label, name = KINDS_OF_CARDS[kind]
    card, _, _ = await add(editor, kind, words)
    for language in LABELS:
        page = await form_of(editor, card, language)
        named = re.findall(r"<(?:label|legend)[^>]*>([^<]+) <code>(\w+)</code>", page)
        fields = re.findall(r'<(?:input|select)(?: id="field-\w+"| type="hidden") name="(\w+)"', page)
        assert fields == [one for _, one in named]
        assert all(words and words != one for words, one in named)
        if language == "de":
            assert (label, name) in named


async def test_the_fields_are_open_where_one_is_filled(editor: Editor) -> None:
    card = await added(editor, "award", "$500", **USD, value="500", purpose="teeth")
    assert '<details class="seldom" open><summary>' in await form_of(editor, card)
    card, _, _ = await add(editor, "statement", "The Harbour Court")
    assert "seldom" not in await form_of(editor, card)


def test_an_amount_of_a_further_article_can_be_a_part_of_one_of_the_case(tmp_path: Path) -> None:
    under_review = CaseUnderReview(tmp_path)
    under_review.begin()
    now = under_review.reviews.read(DRAFT)
    card = next(one for one in now.review.cards if one.kind == "award")
    whole = key_of(now, "awarded Odalys")
    fields = {"kind": "awarded", "part_of": whole}
    shown = {one.name: one for one in card_view(now, card).fields}["part_of"]
    assert whole in dict(shown.choices)
    under_review.decide(Relate(card.id, "adds"), EditFields(card.id, fields, accept=True))
    under_review.save()
    old, new = load_case(under_review.content / CASE).awards
    assert old.id
    assert new.part_of == old.id
