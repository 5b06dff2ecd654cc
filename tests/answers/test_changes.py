"""``/case changes``: each change in its own words, in English and German, as every renderer shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.answers.answer import Answer
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.rendering.render import Presentation, to_discord, to_html, to_slack, to_text
from bot.rendering.wording import Wording
from tests.digests.over_time import both_reports, first_report, write_case

Ask = Callable[..., Answer]
Changed = tuple[str, str, str]
GONE = ", withdrawn: {date: 2024-10-01, why: a retraction}"
DATED = "label: Appeal announced, date: {edtf: 2023, raw: '2023', certainty: stated}"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Writes a case in several versions, oldest first, and asks what has changed."""

    def asking(versions: Sequence[str], typed: str = "/case changes") -> Answer:
        for number, text in enumerate(versions):
            write_case(tmp_path / "content", text, keep=str(number) if number else None)
        library = ContentRepository(tmp_path / "content").read()
        assert library.problems == ()
        return respond(open_archive(library, None), parse(typed))

    return asking


def shown(answer: Answer, locale: str = "en") -> str:
    return to_text(answer, Presentation(Wording(locale)))


FIRST, LATER = first_report(), first_report("2024-09-21")
CASES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "a caveat": (
        FIRST,
        first_report("2024-09-21", caveat=True),
        ["Added: open point “The article does not say when the sum is due.”", "About: €3.2 million"],
        ["Hinzugefügt: offener Punkt „The article does not say when the sum is due.“"],
    ),
    "a caveat that was known": (
        first_report(caveat=True).replace(", caveats: [due]", ""),
        first_report("2024-09-21", caveat=True),
        [
            "An open point was added: amount “€3.2 million”",
            "Open: The article does not say when the sum is due.",
        ],
        ["Ein offener Punkt kam hinzu: Betrag „€3.2 million“"],
    ),
    "a caveat that is gone": (
        first_report(caveat=True),
        first_report("2024-09-21", caveat=True).replace(", caveats: [due]", ""),
        ["An open point was removed: amount “€3.2 million”", "Open no longer: The article"],
        ["Ein offener Punkt ist entfallen: Betrag „€3.2 million“"],
    ),
    "a reduction": (
        FIRST,
        both_reports(),
        [
            "€3.2 million was reduced to €1.9 million",
            "As reported on 18 September 2024; reduced in the report of 11 February 2025",
            "“Appeal announced” was withdrawn: “Appeal withdrawn”",
        ],
        [
            "€3.2 million wurde auf €1.9 million herabgesetzt",
            "„Appeal announced“ wurde zurückgenommen: „Appeal withdrawn“",
        ],
    ),
    "a status": (
        FIRST,
        both_reports(),
        ["The status of “The suit”: decided by a verdict → settled"],
        ["Stand von „The suit“: durch Spruch der Geschworenen entschieden → durch Vergleich erledigt"],
    ),
    "a withdrawn article": (
        FIRST,
        first_report("2024-10-01", old=GONE),
        [
            "One change in what this bot holds since",
            "Withdrawn: source “september”",
            "This article was withdrawn on 1 October 2024: a retraction",
        ],
        ["Zurückgezogen: Quelle „september“"],
    ),
    "an article that stands again": (
        first_report(old=GONE),
        first_report("2024-10-01"),
        ["Stands again, its withdrawal was taken back: source “september”"],
        ["Gilt wieder, war zurückgezogen: Quelle „september“"],
    ),
    "a date": (
        FIRST.replace("label: Appeal announced", DATED).replace(
            "quote: Brenn said it would appeal.", "quote: [Adler sued Brenn in 2023., Brenn said it]"
        ),
        LATER.replace("label: Appeal announced", DATED.replace("edtf: 2023", "edtf: 2023-10"))
        .replace("certainty: stated", "certainty: inferred")
        .replace("quote: Brenn said it would appeal.", "quote: [Adler sued Brenn in 2023., Brenn said it]"),
        ["date: 2023 → October 2023, year inferred"],
        ["Datum: 2023 → Oktober 2023"],
    ),
    "a party": (
        FIRST,
        LATER.replace("lawsuit: suit, against: brenn", "lawsuit: suit, against: adler"),
        ["Corrected: ruling “The bill”", "against whom: Brenn → Adler"],
        ["Brenn → Adler"],
    ),
    "an outcome": (
        FIRST,
        LATER.replace("outcome: liable", "outcome: other"),
        ["outcome: Found liable → Ruling"],
        ["Ergebnis: "],
    ),
    "a detail": (
        FIRST,
        LATER.replace("kind: awarded, lawsuit: suit", "kind: awarded, to: adler, lawsuit: suit"),
        ["Details were added: amount “€3.2 million”", "to whom: now Adler"],
        ["Angaben ergänzt: Betrag „€3.2 million“"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_in_its_own_words(ask: Ask, name: str) -> None:
    before, after, english, german = CASES[name]
    answer = ask([before, after])
    for locale, lines in (("en", english), ("de", german)):
        said = shown(answer, locale)
        for line in lines:
            assert line in said
    assert "Corrected: amount" not in shown(answer)
    # The first line, on each of the other surfaces.
    words = english[0].split("“")[0].split("€")[0].strip()
    for payload in (to_discord, to_slack, to_html):
        assert words in str(payload(answer, Presentation())).replace("\\", "")


def test_an_amount_is_never_said_to_be_corrected_where_another_took_its_place(ask: Ask) -> None:
    said = shown(ask([FIRST, both_reports(), both_reports("2025-02-13", again=True)]))
    assert "Corrected: amount" not in said
    assert "Added: amount" not in said
    assert said.index("€1.9 million was reduced to €1 million") < said.index(
        "€3.2 million was reduced to €1.9 million"
    )


def test_since_a_day_what_came_and_went_meanwhile_is_not_told(ask: Ask) -> None:
    versions = [FIRST, both_reports(), both_reports("2025-02-13", again=True)]
    said = shown(ask(versions, "/case changes since:2024-10"))
    assert "€3.2 million was replaced by €1 million" in said
    assert "reduced to" not in said


def test_names_are_told_apart_from_what_happened(ask: Ask) -> None:
    renamed = LATER.replace("name: Brenn,", "name: Brenn, roles: [bank],")
    answer = ask([FIRST, renamed], "/case changes since:2024-09-21")
    assert (
        str(answer.lead)
        == "Of what this bot holds, only names or descriptions have changed since 2024-09-21."
    )
    assert "Details were added: person or institution “Brenn”" in shown(answer)
    assert "Names and descriptions" in shown(answer)


def test_a_case_that_was_withdrawn_for_a_while_has_only_changed_as_it_stands(ask: Ask) -> None:
    withdrawn = "withdrawn: {date: 2024-10-01, why: a retraction}\n" + first_report("2024-10-01")
    answer = ask([FIRST, withdrawn, first_report("2024-10-05")])
    assert str(answer.lead).startswith("What this bot holds has not changed")


def test_an_editors_change_is_told_apart_from_what_a_new_report_says(ask: Ask) -> None:
    corrected = first_report("2024-09-21").replace("€3.2 million", "€3.2 million", 1)
    editors = ask([FIRST, corrected.replace("label: Appeal announced", "label: An appeal was announced")])
    assert str(editors.lead).endswith("It is an editor’s change: it rests on no new report.")
    assert "an editor’s change, no new report" in shown(editors)
    assert "Änderung der Redaktion, kein neuer Bericht" in shown(editors, "de")
    reported = ask([FIRST, both_reports()])
    assert "an editor’s change" not in shown(reported)
