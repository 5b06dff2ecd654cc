"""What must come when somebody asks about a case over time: a current answer first, and what it replaced."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.answer import AmountPart, Answer, ChangePart, LawsuitPart, NoticePart, Part, TimelinePart
from bot.answers.grammar import query
from bot.answers.respond import respond
from bot.cases.as_of import case_as_of
from bot.cases.library import Library
from bot.cases.model import Event
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.digests.content import Subject, digest
from bot.digests.cursor import Cursor
from bot.rendering.render import Presentation, in_detail, to_text
from bot.search.archive import Archive
from tests.truths import OVER_TIME

FARMER = "fennimore-v-tarrow-vale"
LIFT = "adeyo-lunt-v-corwhistle"
N = "\N{NO-BREAK SPACE}"
MARCH, JULY, DECEMBER, MAY = "2023-03-14", "2023-07-20", "2023-12-12", "2024-05-16"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    content = tmp_path_factory.mktemp("content")
    for case in (FARMER, LIFT):
        ignored = shutil.ignore_patterns("*.md", "*.jsonl")
        shutil.copytree(OVER_TIME / case, content / case, ignore=ignored)
    found = ContentRepository(Path(content)).read()
    assert found.problems == ()
    return found


@pytest.fixture(scope="module")
def archive(library: Library) -> Archive:
    return open_archive(library, None)


def asked(archive: Archive, command: str, case: str = FARMER, **options: str) -> Answer:
    typed = {name.replace("_", "-"): text for name, text in options.items()}
    return respond(archive, query(command, {"case": case, **typed}))


def parted(answer: Answer) -> tuple[list[Part], list[Part]]:
    """The parts of an answer about one lawsuit before “Earlier”, and those from there on."""
    headings = [
        at
        for at, part in enumerate(answer.parts)
        if isinstance(part, NoticePart) and part.heading and str(part.text) == "Earlier"
    ]
    at = headings[0] if headings else len(answer.parts)
    return [*answer.parts[:at]], [*answer.parts[at:]]


def words(parts: list[Part]) -> list[str]:
    return [quotation.text for part in parts for quotation in part.quotations]


def remark_above(answer: Answer, text: str) -> str:
    """The sentence above the part under “Earlier” that quotes some words first."""
    _, earlier = parted(answer)
    at = next(at for at, part in enumerate(earlier) if text in words([part])[:1])
    notices = [str(part.text) for part in earlier[:at] if isinstance(part, NoticePart)]
    return notices[-1]


def shown_as_text(answer: Answer) -> str:
    return to_text(answer.unfolded(), Presentation())


# How much does the company have to pay now?


def test_the_current_amount_leads_where_somebody_asks_what_must_be_paid_now(archive: Archive) -> None:
    answer = asked(archive, "ask", question="how much does the company have to pay now")
    current, _ = parted(answer)
    assert words(current)[0] == f"Tarrow Vale thus owes $4.71{N}million for now"
    assert not any(f"$10.2{N}million for the loss" in text for text in words(current))


def test_an_answer_to_a_question_tells_what_the_current_amount_replaced(archive: Archive) -> None:
    answer = asked(archive, "ask", question="how much are the punitive damages")
    current, earlier = parted(answer)
    assert words(current)[0] == f"The punitive damages were reduced from $6{N}million to $2.1{N}million"
    assert any(f"$6{N}million in punitive damages" in text for text in words(earlier))
    assert any("As reported on" in str(part.text) for part in earlier if isinstance(part, NoticePart))


def test_a_question_as_of_a_day_is_answered_with_what_was_known_then(archive: Archive) -> None:
    answer = asked(archive, "ask", LIFT, question="did Corwhistle appeal?", as_of="2025-02-07")
    assert answer.as_of == "2025-02-07"
    current, earlier = parted(answer)
    assert words(current)[0].startswith("Corwhistle filed a notice of appeal on Thursday afternoon")
    assert earlier == []


# Did the company appeal?


def test_an_appeal_that_was_withdrawn_leads_with_its_withdrawal(archive: Archive) -> None:
    answer = asked(archive, "ask", question="did Dunmarrow appeal?")
    current, _ = parted(answer)
    assert all("withdrew" in text for text in words(current))


def test_an_appeal_that_was_withdrawn_tells_its_announcement_as_earlier(archive: Archive) -> None:
    answer = asked(archive, "ask", question="did Dunmarrow appeal?")
    _, earlier = parted(answer)
    assert any("would appeal as well" in text for text in words(earlier))


def test_an_announcement_is_current_until_it_is_carried_out(archive: Archive) -> None:
    then = asked(archive, "case status", as_of=MARCH)
    assert "If we don’t get one, we will appeal," in words(parted(then)[0])
    now = asked(archive, "case status")
    assert "If we don’t get one, we will appeal," not in words(parted(now)[0])
    sentence = f"As reported on {MARCH}; fulfilled in the report of {JULY}"
    assert remark_above(now, "If we don’t get one, we will appeal,") == sentence


def test_a_report_that_was_corrected_is_told_as_corrected(archive: Archive) -> None:
    answer = asked(archive, "ask", LIFT, question="did Corwhistle appeal?")
    current, earlier = parted(answer)
    assert words(current)[0].startswith("The company filed its notice of appeal on 4 March")
    wrong = "Corwhistle filed a notice of appeal on Thursday afternoon, a clerk of the court said."
    assert wrong in words(earlier)
    assert remark_above(answer, wrong) == "As reported on 2025-02-07; corrected in the report of 2025-03-13"


# /case damages


def test_damages_show_the_current_amounts_first_each_part_behind_its_whole(archive: Archive) -> None:
    current, earlier = parted(asked(archive, "case damages"))
    amounts = [
        [part.award.id for part in parts if isinstance(part, AmountPart)] for parts in (current, earlier)
    ]
    assert amounts[0] == [
        "total-cut",
        "compensatory-left",
        "cattle-and-land",
        "medical-costs",
        "punitive-cut",
        "owed-now",
        "owed-compensation",
        "owed-for-delay",
        "orchard-settled",
        "dunmarrow-paid",
    ]
    assert amounts[1] == [
        "total",
        "compensatory",
        "distress",
        "punitive",
        "dunmarrow-share",
        "per-day",
        "per-day-raised",
        "fees",
        "orchard-sought",
        "late-days-sought",
    ]


@pytest.mark.parametrize(
    ("superseded", "sentence"),
    [
        ("total", f"As reported on {MARCH}; reduced in the report of {MAY}"),
        ("per-day", f"As reported on {MARCH}; increased in the report of {JULY}"),
        ("dunmarrow-share", f"As reported on {MARCH}; fulfilled in the report of {DECEMBER}"),
    ],
)
def test_what_was_replaced_is_dated_by_the_first_reports(
    archive: Archive, superseded: str, sentence: str
) -> None:
    [award] = [one for one in archive.library.cases[FARMER].awards if one.id == superseded]
    assert remark_above(asked(archive, "case damages"), award.quote[0].exact) == sentence


def test_damages_of_two_outlets_stand_side_by_side_and_agreed_parts_are_counted_once(
    archive: Archive,
) -> None:
    answer = asked(archive, "case damages", LIFT)
    current, earlier = parted(answer)
    amounts = [part.award.id for part in current if isinstance(part, AmountPart)]
    assert amounts == [
        "award-courier",
        "medical-courier",
        "earnings-courier",
        "pain-courier",
        "award-kestrel",
        "pain-kestrel",
        "interest",
        "offer",
    ]
    assert earlier == []
    notices = [str(part.text) for part in current if isinstance(part, NoticePart)]
    assert "Kestrel Wire says otherwise:" in notices
    assert "The Pellmouth Courier says otherwise:" in notices


def test_a_part_that_two_outlets_give_is_told_as_a_part_of_the_total_of_each(archive: Archive) -> None:
    answer = asked(archive, "case damages", LIFT)
    [part] = [
        part for part in answer.parts if isinstance(part, AmountPart) and part.award.id == "medical-courier"
    ]
    text = shown_as_text(replace(answer, parts=(part,)))
    assert "a part of $2,900,000" in text
    assert "$2,600,000" in text


def test_that_a_report_says_otherwise_is_said_once(archive: Archive) -> None:
    first = asked(archive, "case damages", LIFT).parts[:4]
    notices = [part for part in first if isinstance(part, NoticePart)]
    # Each line has words of its own.
    assert len({part.quotations for part in notices}) == len(notices)


# /case status


def test_status_leads_with_the_newest_and_has_the_history_below(archive: Archive) -> None:
    answer = asked(archive, "case status", lawsuit="The farmer’s lawsuit")
    [part] = [part for part in answer.parts if isinstance(part, LawsuitPart)]
    assert part.lawsuit.current_status
    assert part.lawsuit.current_status.value == "remanded"
    assert "sent one part of the case back for a second trial" in part.quotations[0].text
    current, earlier = parted(answer)
    assert "Tarrow Vale Solvents, which bears" not in " ".join(words(current[:1]))
    going_on = [text for text in words(earlier) if "is going on alone" in text]
    verdict = [text for text in words(earlier) if "A jury in Ardle County on Monday" in text]
    assert going_on
    assert words(earlier).index(going_on[0]) < words(earlier).index(verdict[0])
    headings = [str(one.text) for one in answer.parts if isinstance(one, NoticePart) and one.heading]
    assert headings == ["Earlier"]


def test_status_shows_what_stands_before_anything_that_is_earlier(archive: Archive) -> None:
    current, _ = parted(asked(archive, "case status", lawsuit="The farmer’s lawsuit"))
    assert "reversed a jury’s finding that Tarrow Vale Solvents had concealed the spill" in words(current)
    assert "The division of fault, 70–30, was not disturbed." in words(current)


def test_what_was_superseded_is_said_once_above_it(archive: Archive) -> None:
    text = shown_as_text(asked(archive, "case status", lawsuit="The farmer’s lawsuit"))
    announced = text.index("Appeal by Tarrow Vale announced")
    assert "fulfilled" in text[announced - 100 : announced]
    assert "fulfilled" not in text[announced : announced + 120]


@pytest.mark.parametrize("about", ["status", "timeline"])
def test_a_hearing_whose_day_has_passed_is_open_until_a_source_says_it_was_held(
    archive: Archive, about: str
) -> None:
    then = shown_as_text(asked(archive, f"case {about}", as_of="2023-06-01"))
    assert "whether it took place is not in the sources" in then
    now = asked(archive, f"case {about}")
    held = [
        part
        for part in now.parts
        if isinstance(part, TimelinePart) and "The request was argued" in " ".join(words([part]))
    ]
    planned = {"status": "None", "timeline": f"Held, as planned by the report of {MARCH}"}[about]
    assert [str(part.remark) for part in held] == [planned]


def test_a_hearing_that_was_planned_and_held_is_one_entry_of_the_timeline(archive: Archive) -> None:
    timeline = asked(archive, "case timeline")
    for form in ("full", "short"):
        entries = [one for one in in_detail(timeline, form).parts if isinstance(one, TimelinePart)]
        labels = [str(one.event.label) for one in entries if isinstance(one.event, Event)]
        for label in ("Hearing on the request for a new trial", "Hearing of Tarrow Vale’s appeal"):
            assert labels.count(label) == 1
        assert not any("held since" in str(one.remark) for one in entries)
    [held] = [one for one in timeline.parts if "argued, as planned" in " ".join(words([one]))]
    assert "scheduled a hearing on the request" in " ".join(words([held]))


def test_a_hearing_that_was_put_off_is_told_with_its_new_day(archive: Archive) -> None:
    answer = asked(archive, "case timeline", as_of=DECEMBER)
    remarks = {
        part.event.id: str(part.remark)
        for part in answer.parts
        if isinstance(part, TimelinePart) and part.remark
    }
    assert remarks["appeal-hearing"] == f"As reported on {JULY}; rescheduled in the report of {DECEMBER}"
    assert remarks["appeal-hearing-put-off"].startswith(f"Scheduled by the report of {DECEMBER}")


# The first digest, and the next


def test_the_first_digest_tells_what_is_current_and_what_changed(library: Library) -> None:
    made = digest(library, Subject(7, FARMER), Cursor())
    assert made
    text = shown_as_text(made.answer)
    assert "$4.71 million" in text
    assert "reduced" in text


def after(library: Library, case: str, day: str) -> Answer:
    """The digest for readers who know a case as it stood on a day."""
    known = case_as_of(library.cases[case], day)
    assert known
    known = replace(known, revised=day)
    made = digest(replace(library, earlier={case: (known,)}), Subject(7, case), Cursor.of(known))
    assert made
    return made.answer


def test_the_next_digest_tells_a_reduction_as_news(library: Library) -> None:
    text = shown_as_text(after(library, FARMER, DECEMBER))
    assert "$10.2 million → $5.7 million" in text


def test_an_article_that_repeats_a_fact_corrects_nothing(library: Library) -> None:
    answer = after(library, FARMER, DECEMBER)
    changes = [part.change for part in answer.parts if isinstance(part, ChangePart)]
    assert [change for change in changes if change.kind == "corrected"] == []


# as-of:


def test_damages_as_of_the_first_report_are_those_of_the_first_report(archive: Archive) -> None:
    answer = asked(archive, "case damages", as_of=MARCH)
    current, earlier = parted(answer)
    amounts = [part.award.id for part in current if isinstance(part, AmountPart)]
    assert answer.as_of == MARCH
    assert amounts[:6] == [
        "total",
        "compensatory",
        "cattle-and-land",
        "medical-costs",
        "distress",
        "punitive",
    ]
    assert earlier == []
    assert {quotation.source.day for quotation in answer.quotations()} == {MARCH}


def test_what_an_outlet_alone_had_reported_is_not_contradicted_yet(archive: Archive) -> None:
    text = shown_as_text(asked(archive, "case damages", LIFT, as_of="2025-02-07"))
    assert "$2,900,000" in text
    assert "$2,600,000" not in text
    assert "says otherwise" not in text
    assert "says otherwise" in shown_as_text(asked(archive, "case damages", LIFT, as_of="2025-02-08"))


def test_what_an_editor_wrote_of_a_later_report_is_not_told_before_it(archive: Archive) -> None:
    assert "Kestrel" not in shown_as_text(asked(archive, "case status", LIFT, as_of="2025-02-07"))


# Credits


def test_credits_tell_two_outlets_apart(archive: Archive) -> None:
    text = shown_as_text(asked(archive, "case damages", LIFT))
    assert "The Pellmouth Courier, 7 February 2025" in text
    assert "Kestrel Wire, 8 February 2025" in text
    assert "The Pellmouth Courier, 13 March 2025" in text


def test_credits_tell_the_articles_of_one_agency_apart_by_their_days(archive: Archive) -> None:
    text = shown_as_text(asked(archive, "case damages"))
    for day in ("14 March 2023", "20 July 2023", "12 December 2023", "16 May 2024"):
        assert f"Greyfell News Agency, {day}" in text


def test_that_somebody_says_otherwise_names_the_outlet(archive: Archive) -> None:
    answer = asked(archive, "case damages", LIFT)
    notices = [str(part.text) for part in answer.parts if isinstance(part, NoticePart)]
    assert any("Kestrel Wire" in text for text in notices)


# /case changes


def test_changes_say_that_a_caveat_was_added_and_not_that_an_amount_was_corrected(
    tmp_path: Path,
) -> None:
    folder = tmp_path / FARMER
    shutil.copytree(OVER_TIME / FARMER, folder, ignore=shutil.ignore_patterns("*.md", "*.jsonl"))
    text = (folder / "case.yaml").read_text("utf-8")
    versions = folder / "versions"
    versions.mkdir()
    old = text.replace("caveats: [award-against-both, weekdays, only-for-now]", "caveats: [weekdays]")
    assert old != text
    (versions / "first.yaml").write_text(old.replace("revised: 2024-05-17", "revised: 2024-05-16"), "utf-8")
    found = ContentRepository(tmp_path).read()
    assert found.problems == ()
    shown = shown_as_text(respond(open_archive(found, None), query("case changes", {"case": FARMER})))
    assert "One change in what this bot holds since 16 May 2024." in shown
    assert "An open point was added: amount" in shown
    assert "Corrected" not in shown
