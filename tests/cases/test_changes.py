from __future__ import annotations

from collections.abc import Callable

from bot.cases.changes import changes
from bot.cases.model import Case

BODY = """\
caveats: [{id: gap, text: Something is open.}]
parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]
lawsuits:
  - {id: suit, label: The suit, quote: Ada Stone sued, status: {value: filed, quote: sued Bell Works}}
events:
  - {label: Award, quote: a court awarded Stone}
  - {id: appeal, label: Appeal, quote: Bell Works will appeal.}
"""

CaseOf = Callable[..., Case]


def as_tuples(before: Case, after: Case) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(change.kind, change.section, change.fields) for change in changes(before, after)]


def test_the_same_file_has_not_changed(case_of: CaseOf) -> None:
    assert changes(case_of(BODY), case_of(BODY)) == ()


def test_what_was_gained_lost_and_corrected_is_told(case_of: CaseOf) -> None:
    before = case_of(BODY)
    after = case_of(
        BODY.replace("value: filed", "value: verdict")
        .replace("{id: gap, text: Something is open.}", "{id: gap, text: Something else is open.}")
        .replace("label: Award, quote: a court awarded Stone", "label: Fair, quote: the judge called it fair")
        .replace("label: Appeal", "label: An appeal, caveats: [gap]")
    )
    assert as_tuples(before, after) == [
        ("corrected", "lawsuits", ("status",)),
        ("gained", "events", ()),
        ("corrected", "events", ("caveats", "label")),
        ("lost", "events", ()),
        ("corrected", "caveats", ("text",)),
    ]
    assert as_tuples(after, before)[1] == ("gained", "events", ())
    change = changes(before, after)[0]
    assert change.versions == (before, after)


def test_words_that_only_moved_have_not_changed(case_of: CaseOf) -> None:
    article = "Ada Stone sued Bell Works. Then a court awarded Stone a lot. Bell Works will appeal."
    before = case_of(BODY, {"a.txt": article})
    after = case_of(BODY, {"a.txt": f"A new beginning. {article}"})
    assert as_tuples(before, after) == [("corrected", "sources", ("sha256", "text"))]


def test_another_role_of_the_same_words_is_a_correction(case_of: CaseOf) -> None:
    after = BODY.replace(
        "quote: Bell Works will appeal.", "quote: {exact: Bell Works will appeal., role: context}"
    )
    assert as_tuples(case_of(BODY), case_of(after)) == [("corrected", "events", ("quote",))]
