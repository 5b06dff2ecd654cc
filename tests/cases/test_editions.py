"""An article that was published three times: what became of each quotation, and what stood on each day."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.answers.cite import Cited
from bot.answers.grammar import parse
from bot.answers.query import CommandError
from bot.answers.respond import respond
from bot.cases.as_of import case_as_of
from bot.cases.document import read_document
from bot.cases.editions import fate_of, places_in
from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.review.warnings import warnings_of
from bot.cases.selectors import Selector, make_selector
from bot.cases.spans import selectors_of_facts
from bot.cases.succession import current, facts_of, successors
from bot.cases.voices import voice_of
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.corpus.loader import load_case
from bot.rendering.render import Presentation, to_text
from bot.rendering.wording import Wording
from bot.search.archive import Archive

FOLDER = Path(__file__).parents[1] / "cases_over_time" / "marchbank-v-quillon"
CURRENT: Mapping[str, Any] = json.loads((FOLDER / "CURRENT.json").read_text("utf-8"))
"""From which day which facts are current, which are not and why, and which contradict each other."""
LAST = max(CURRENT)

Fates = list[tuple[str, str, str]]
FIRST: Fates = [
    ("Bank must pay florist £480,000", "altered", "altered"),
    ("to pay a florist £480,000 for freezing her business account", "altered", "altered"),
    ("ordered Quillon Savings to pay a florist", "stands", "stands"),
    ("A judge on Wednesday ordered Quillon Savings", "stands", "altered"),
    ("The award, almost half a million pounds, is the largest", "stands", "altered"),
    ("almost half a million pounds", "stands", "altered"),
    ("Quillon must pay the £480,000 by 30 October.", "stands", "altered"),
    ("Her barrister, Katarzyna Wolanska, said", "altered", "altered"),
    ("Katarzyna Wolanska", "altered", "altered"),
    ("£350,000 for lost business and £58,000 for distress", "stands", "stands"),
    ("Ms\u00a0Marchbank asked one question for 97 days, and it was a fair one … why?", "stands", "moved"),
    ("The bank ignored eleven letters, the judge found", "stands", "altered"),
    ("We kept a list of customers who complained, and she was at the top of it,", "stands", "withdrawn"),
    ("We kept a list of customers who complained", "stands", "withdrawn"),
    ("Edwin Prout, who managed Quillon’s branch in Tolbooth Lane until 2023", "stands", "withdrawn"),
    ("No such list exists, and none ever did.", "stands", "withdrawn"),
    ("Mr\u00a0Vass said that the bank would appeal.", "stands", "altered"),
    ("We accept that we should have written sooner,", "stands", "moved"),
    ("We do not accept that we should have written a cheque.", "stands", "moved"),
    ("I did the flowers for three funerals that winter", "stands", "moved"),
    ("she told reporters outside the court", "stands", "altered"),
    ("By then she had let six employees go and given up her shop.", "stands", "stands"),
    ("It came with a paragraph on confidentiality that was longer than the apology,", "stands", "stands"),
    ("the bank had offered £25,000 to settle the case on the eve of the trial", "stands", "stands"),
    ("A hearing on legal costs is scheduled for 21 November 2024.", "stands", "stands"),
]
"""Words of the first edition, and what became of them in the second and the third, by hand."""
NEWER = {
    "Bank must pay florist £480,000": "Bank must pay florist £408,000",
    "A judge on Wednesday ordered Quillon": "A judge on Wednesday, 2 October, ordered Quillon",
    "almost half a million pounds": "more than £400,000",
    "Quillon must pay the £480,000 by 30 October.": "Quillon must pay the £408,000 by 30 October.",
    "Katarzyna Wolanska": "Katarzyna Wolińska",
    "The bank ignored eleven letters, the judge found": (
        "The bank left eleven letters unanswered, the judge found"
    ),
    "Mr\u00a0Vass said that the bank would appeal.": (
        "Jolyon Vass, a spokesman for Quillon, said that the bank would seek permission to appeal."
    ),
    "she told reporters outside the court": "the florist, Delyth Marchbank, told reporters outside the court",
}
"""What stands in the third edition in the place of words of the first."""


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(FOLDER)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("editions")
    shutil.copytree(FOLDER, folder / "content" / FOLDER.name)
    library = ContentRepository(folder / "content").read()
    assert not library.problems
    return open_archive(library, folder)


def text_of(archive: Archive, command: str) -> str:
    return to_text(respond(archive, parse(command)), Presentation())


def found(case: Case, words: str, source: str = "first") -> Selector:
    text = case.source_by_id[source].text
    at = text.index(words)
    return make_selector(source, text, at, at + len(words))


def on(case: Case, day: str) -> Case:
    stood = case_as_of(case, day)
    assert stood is not None
    return stood


@pytest.mark.parametrize(("words", "second", "third"), FIRST)
def test_what_became_of_words_of_the_first_edition(case: Case, words: str, second: str, third: str) -> None:
    selector = found(case, words)
    assert fate_of(on(case, "2024-10-03"), selector).fate == "stands"
    assert fate_of(on(case, "2024-10-08"), selector).fate == second
    assert fate_of(case, selector).fate == third


@pytest.mark.parametrize(("words", "newer"), NEWER.items())
def test_altered_words_have_the_newer_ones_beside_them(case: Case, words: str, newer: str) -> None:
    there = fate_of(case, found(case, words)).words
    assert there is not None
    assert (there.source, there.exact) == ("third", newer)
    assert there.proves(case.source_by_id["third"].text)


def test_every_quotation_of_an_older_edition_has_its_fate_proven(case: Case) -> None:
    for selector in selectors_of_facts(case):
        fate, there = fate_of(case, selector)
        assert (there is None) == (fate == "withdrawn")
        assert there is None or there.proves(case.source_by_id[there.source].text)
        assert fate not in {"stands", "moved"} or (there and there.exact == selector.exact)


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8, 13, 40])
def test_any_run_of_words_has_a_fate_that_is_proven(case: Case, length: int) -> None:
    newest = case.source_by_id["third"].text
    for source in ("first", "second"):
        text = case.source_by_id[source].text
        words = [one.span() for one in re.finditer(r"\S+", text)]
        for first, last in zip(words, words[length - 1 :], strict=False):
            selector = make_selector(source, text, first[0], last[1])
            fate, there = fate_of(case, selector)
            assert (there is None) == (fate == "withdrawn")
            assert there is None or (there.proves(newest) and there.exact.strip())
            assert fate not in {"stands", "moved"} or (there and there.exact == selector.exact)
            assert fate != "altered" or (there and there.exact != selector.exact)


def test_a_notice_is_found_where_the_newer_edition_repeats_it(case: Case) -> None:
    notice = "gave the sum awarded as £480,000. It is £408,000."
    assert fate_of(case, found(case, notice, "second")).fate == "moved"
    # The notice is no report: the wrong sum does not stand in it.
    assert list(places_in(case, case.source_by_id["third"], found(case, "£480,000"))) == []


@pytest.mark.parametrize(
    ("words", "day", "credit"),
    [
        ("We kept a list of customers", "2024-10-08", ""),
        ("We kept a list of customers", LAST, "not in the edition of 9 October 2024"),
        ("No such list exists", LAST, "not in the edition of 9 October 2024"),
        ("Quillon must pay the £480,000 by 30 October.", "2024-10-08", ""),
        ("Quillon must pay the £480,000 by 30 October.", LAST, "altered in the edition of 9 October 2024"),
        ("to pay a florist £480,000", "2024-10-04", "altered in the edition of 4 October 2024"),
        ("to pay a florist £480,000", LAST, "altered in the edition of 9 October 2024"),
        ("I did the flowers for three funerals", LAST, ""),
    ],
)
def test_the_credit_says_what_the_newest_edition_did(case: Case, words: str, day: str, credit: str) -> None:
    stood = on(case, day)
    shown = Wording().credit(Cited(Library(), stood).quotation(found(stood, words)))
    assert credit in shown
    assert bool(credit) == ("the edition of" in shown)


@pytest.mark.parametrize(
    ("words", "source", "speaker"),
    [
        ("We do not accept that we should have written a cheque.", "third", "vass"),
        ("“We do not accept that we should have written a cheque.”", "third", "vass"),
        ("for three funerals that winter", "second", "marchbank"),
        ("We kept a list of customers who complained", "second", "prout"),
        # In the third edition it is the notice that has these words, and nobody's own.
        ("We kept a list of customers who complained", "third", None),
        ("told reporters outside the court", "third", None),
    ],
)
def test_words_are_their_speakers_in_each_edition(
    case: Case, words: str, source: str, speaker: str | None
) -> None:
    voice = voice_of(case, found(case, words, source))
    own = voice.statement.speaker if voice.statement and voice.asserted_by == "speaker" else None
    assert own == speaker


@pytest.mark.parametrize(
    ("day", "shown", "hidden"),
    [
        ("2024-10-03", "Katarzyna Wolanska", "│ Her barrister, Katarzyna Wolińska"),
        ("2024-10-04", "Katarzyna Wolińska", "Wolanska"),
        (LAST, "Katarzyna Wolińska", "Wolanska"),
    ],
)
def test_a_corrected_name_takes_the_place_of_the_misspelt_one(
    archive: Archive, day: str, shown: str, hidden: str
) -> None:
    for about in ("people", "statements"):
        text = text_of(archive, f"/case {about} as-of:{day}").partition("\nEarlier\n")[0]
        assert f"│ Her barrister, {shown}" in text
        assert hidden not in text


def test_the_sources_count_what_became_of_their_quotations(archive: Archive) -> None:
    now = text_of(archive, "/case sources")
    assert "edition of 9 October 2024, first published 3 October 2024\n" in now
    assert "in the edition of 9 October 2024: 4 stand, 1 moved, 2 altered\n  7 quotations rest on it" in now
    first = (
        "in the edition of 9 October 2024: 23 stand, 9 moved, 10 altered, 6 withdrawn\n  48 quotations rest"
    )
    assert first in now
    assert "Editor’s note, 9 October 2024: An earlier version of this article quoted a former manager" in now
    before = text_of(archive, "/case sources as-of:2024-10-05")
    assert "in the edition of 4 October 2024: 44 stand, 4 altered\n" in before
    assert "9 October" not in before.partition("Open in the source")[0]


def known(day: str) -> Any:
    return CURRENT[max(one for one in CURRENT if one <= day)]


@pytest.mark.parametrize(
    "day",
    ["2024-10-01", *CURRENT, "2024-10-05", "2024-10-08", "2024-10-10", "2024-10-31", "2026-08-01"],
)
def test_what_stood_on_a_day(case: Case, day: str) -> None:
    stood, expected = case_as_of(case, day), CURRENT.get(day) if day < min(CURRENT) else known(day)
    if expected is None:
        assert stood is None
        return
    assert stood is not None
    facts = [fact for _, fact in facts_of(stood)]
    standing = {fact.id for fact in current(stood, facts)}
    assert standing == set(expected["current"])
    assert {name: newer.how for name, newer in successors(stood).items()} == expected["earlier"]
    both = [sorted([fact.id or "", other]) for fact in facts for other in fact.contradicts]
    assert sorted(pair for pair in both if standing.issuperset(pair)) == expected["contradictions"]


@pytest.mark.parametrize(
    ("day", "first", "earlier"),
    [
        ("2024-10-03", "Awarded · £480,000", None),
        ("2024-10-04", "Awarded · £408,000", "corrected in the report of 4 October 2024"),
        ("2024-10-09", "Awarded · £408,000", "corrected in the report of 4 October 2024"),
    ],
)
def test_the_sum_of_the_day_leads(archive: Archive, day: str, first: str, earlier: str | None) -> None:
    text = text_of(archive, f"/case damages as-of:{day}")
    now, heading, before = text.partition("\n\nEarlier\n")
    assert now.index(first) == now.index("Awarded")
    assert bool(heading) == bool(earlier)
    if earlier:
        assert before.index(earlier) < before.index("Awarded · £480,000")


@pytest.mark.parametrize("about", ["damages", "statements", "status", "timeline", "people", "caveats"])
@pytest.mark.parametrize("day", ["2024-10-03", "2024-10-08"])
def test_nothing_of_a_later_edition_is_told(archive: Archive, about: str, day: str) -> None:
    text = text_of(archive, f"/case {about} as-of:{day}")
    assert "9 October" not in text
    assert "removed" not in text
    assert ("4 October" not in text) or day > "2024-10-03"


def test_before_the_first_edition_nothing_is_known(archive: Archive) -> None:
    with pytest.raises(CommandError):
        respond(archive, parse("/case damages as-of:2024-10-02"))


def test_a_contradiction_ends_with_the_fact_that_made_it(archive: Archive) -> None:
    assert "says otherwise" in text_of(archive, "/case damages as-of:2024-10-04")
    assert "says otherwise" not in text_of(archive, "/case damages")


def test_a_review_leaves_no_warning() -> None:
    document = read_document((FOLDER / "case.yaml").read_bytes(), "case.yaml")
    assert warnings_of(load_case(FOLDER), document, "case", "case.yaml") == ()


OLD = "Ada Stone won.\n\nBell Works paid nothing.\n"
NEW = "Ada Stone won.\n\nBell Works paid $5.\n\nCorrection: Bell Works paid $5.\n"


def editions(*sources: str) -> str:
    listed = "".join(f"  - {{{one}}}\n" for one in sources)
    return f"title: Stone v. Bell Works\nrevised: 2026-01-02\nsources:\n{listed}"


def source(name: str, file: str, day: str, more: str = "") -> str:
    return f"id: {name}, file: sources/{file}, sha256: SHA({file}), date_published: {day}{more}"


A, B = source("a", "a.txt", "2025-06-01"), ", date_modified: 2025-06-02"


@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        ([A, source("b", "b.txt", "2025-06-01", f"{B}, edition_of: a")], ""),
        (
            [A, source("b", "b.txt", "2025-05-30", ", edition_of: a")],
            "an edition of 2025-05-30 cannot take the place of one of 2025-06-01",
        ),
        (
            [f"{A}, edition_of: b", source("b", "b.txt", "2025-06-01", ", edition_of: a")],
            "“b” is an edition of this one in its turn: one of them came first",
        ),
        (
            [
                A,
                source("b", "b.txt", "2025-06-01", ", edition_of: a"),
                source("c", "c.txt", "2025-06-01", ", edition_of: a"),
            ],
            "“b” took the place of “a” already: name that edition",
        ),
        (
            [f"{A}, edition_of: a"],
            "an article is no edition of itself; name the one that was published before it",
        ),
        (
            [A, source("b", "same.txt", "2025-06-01", f"{B}, edition_of: a")],
            "the text is that of “a”: an edition has something changed",
        ),
        (
            [
                A,
                source(
                    "b",
                    "b.txt",
                    "2025-06-01",
                    f'{B}, edition_of: a, correction: "Correction: Bell Works paid $5."',
                ),
                source(
                    "c",
                    "c.txt",
                    "2025-06-01",
                    ', edition_of: b, correction: "Correction: Bell Works paid $5."',
                ),
            ],
            "the notice is quoted from another edition; add “source: c” to it",
        ),
        (
            [A, source("b", "b.txt", "2025-06-01", ", date_modified: 2025-05-31, edition_of: a")],
            "an article of 2025-06-01 cannot have been modified on 2025-05-31, before it",
        ),
    ],
)
def test_an_edition_that_cannot_be_one_is_refused(
    mistakes_in: Callable[..., list[str]], sources: list[str], sentence: str
) -> None:
    texts = {"a.txt": OLD, "same.txt": OLD, "b.txt": NEW, "c.txt": f"{NEW}\nAn appendix.\n"}
    mistakes = [one.split(": ", 1)[1] for one in mistakes_in("", texts, head=editions(*sources))]
    assert sentence in mistakes if sentence else mistakes == []


def test_of_two_places_the_one_that_kept_its_order_stands(case_of: Callable[..., Case]) -> None:
    old = "One. Two stays here.\n\nThree is last. Two stays here.\n"
    new = "Three is last.\n\nOne. Two stays here.\n"
    head = editions(A, source("b", "b.txt", "2025-06-01", f"{B}, edition_of: a"))
    made = case_of("", {"a.txt": old, "b.txt": new}, head=head)
    there = fate_of(made, found(made, "Two stays here.", "a"))
    assert (there.fate, there.words and there.words.start) == ("stands", new.index("Two"))
    assert fate_of(made, found(made, "Three is last.", "a")).fate == "moved"
