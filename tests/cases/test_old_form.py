"""A case file of the old form loads as it did, and the first case says what it said before the model grew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cases.local_text import LocalText
from bot.cases.model import ENTRIES, Case, PartyRole
from bot.cases.spans import selectors_of_facts
from bot.cases.succession import facts_of
from bot.corpus.loader import load_case
from tests.answers.test_facts import FACTS

CASE = "carroll-v-trump"
OLD = Path(__file__).parent / "old_form" / f"{CASE}.yaml"
"""The first case as it was written before the model grew, without the questions, which are as they were."""

ADDED: dict[str, dict[str, object]] = {
    "what-the-award-is-for": {"weight": "key"},
    "appeal-by-trump-alone": {"weight": "key"},
    "judge": {"roles": (PartyRole(role="judge"),)},
    "lawyers": {"roles": (PartyRole(role="counsel", acts_for="trump"),)},
    "awarded": {"purpose": "damages"},
    "awarded-by-his-account": {"same_as": "awarded"},
    "sought": {"purpose": "damages"},
}
"""What entries of the first case say today that they did not say in the old form, by their ids."""


@pytest.fixture(scope="module")
def old(content: Path) -> Case:
    return load_case(content / CASE, "case.yaml", OLD.read_bytes())


@pytest.fixture(scope="module")
def new(content: Path) -> Case:
    return load_case(content / CASE)


def entries(case: Case) -> list[Any]:
    return [entry for section in ENTRIES if section != "questions" for entry in getattr(case, section)]


def test_the_old_form_loads_with_every_entry_and_every_quotation(old: Case) -> None:
    assert {section: len(getattr(old, section)) for section in ENTRIES} == {
        "sources": 1,
        "caveats": 18,
        "parties": 8,
        "lawsuits": 3,
        "rulings": 3,
        "awards": 3,
        "relief": 0,
        "statements": 8,
        "events": 5,
        "questions": 0,
    }
    assert {ruling.on for ruling in old.rulings} == {"claim"}
    assert [lawsuit.current_status.value for lawsuit in old.lawsuits if lawsuit.current_status] == [
        "verdict",
        "filed",
        "filed",
    ]


@pytest.mark.parametrize("form", ["old", "new"])
def test_each_of_the_27_facts_rests_on_its_words_in_both_forms(
    form: str, request: pytest.FixtureRequest
) -> None:
    case: Case = request.getfixturevalue(form)
    proven = {(one.exact, one.start, one.end) for one in selectors_of_facts(case)}
    quoted = [one for one in proven if one[:3] in {fact[:3] for fact in FACTS}]
    assert len(FACTS) == 27
    assert len(quoted) == len({fact[:3] for fact in FACTS})


def test_the_first_case_says_what_it_said_in_the_old_form_and_what_is_listed_here(
    old: Case, new: Case
) -> None:
    assert (new.title, new.revised, new.content_note) == (old.title, old.revised, old.content_note)
    assert [entry.id for entry in entries(new)] == [entry.id for entry in entries(old)]
    for before, after in zip(entries(old), entries(new), strict=True):
        added = ADDED.get(after.id, {})
        assert {name: getattr(after, name) for name in added} == added
        assert replace(after, **{name: getattr(before, name) for name in added}) == before
    assert set(ADDED) <= {entry.id for entry in entries(new)}


def test_whatever_an_editor_wrote_in_the_first_case_is_there_in_german(new: Case) -> None:
    written = [new.title, new.content_note, *(caveat.text for caveat in new.caveats)]
    written += [lawsuit.label for lawsuit in new.lawsuits]
    written += [event.label for event in new.events]
    written += [ruling.claim for ruling in new.rulings]
    written += [award.purpose for award in new.awards if award.purpose]
    written += [party.name for party in new.parties if party.kind == "unnamed"]
    assert len(written) == 38
    for text in written:
        assert isinstance(text, LocalText), text
        assert text.translations["en"] == text
        assert text.translations["de"] != text


def test_the_facts_of_the_first_case_keep_their_quotations(old: Case, new: Case) -> None:
    assert [(fact.id, fact.quote) for _, fact in facts_of(new)] == [
        (fact.id, fact.quote) for _, fact in facts_of(old)
    ]
    assert [(one.id, one.quote) for one in new.caveats] == [(one.id, one.quote) for one in old.caveats]
