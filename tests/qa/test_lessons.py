"""The lessons for /ask: what a writer's file means, which faults are refused, and the packed articles."""

from runpy import run_path

import pytest

MODULE = run_path("benchmarks/_lessons.py")
PARTS, agreement, load, part_of = (MODULE[name] for name in ("PARTS", "agreement", "load", "part_of"))
read_written, span_of = MODULE["read_written"], MODULE["span_of"]
faults_of, faults_between = MODULE["faults_of"], MODULE["faults_between"]

WRITTEN = """\
= x1 | en | agency wire | Nowhere | libel | terse | Abel, Brod
# A title
1 Ann Abel won on Monday.
2 She won again.

## Later
3 She won again.
? en
w 1 who won
o 2,3 again?
- who paid
!t no month | which month was it
"""


def test_numbered_sentences_are_exact_evidence() -> None:
    article = read_written(WRITTEN)
    assert article["text"] == "Ann Abel won on Monday. She won again.\n\nLater\n\nShe won again."
    again = article["questions"][1]["evidence"]
    assert [one["occurrence"] for one in again] == [1, 2]
    assert [span_of(article["text"], one) for one in again] == [(24, 38), (47, 61)]
    assert article["questions"][3] == {
        "question": "which month was it",
        "language": "en",
        "type": "when",
        "evidence": [],
        "missing": "no month",
    }


@pytest.mark.parametrize(("line", "wrong"), [("3 She", "4 She"), ("w 1 who", "w 9 who"), ("- who", "who")])
def test_a_line_without_meaning_is_named(line: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        read_written(WRITTEN.replace(line, wrong))


def test_faults_are_told() -> None:
    article = read_written(WRITTEN.replace("- who paid", "- Who won?"))
    assert list(faults_of(article)) == [
        "3 sentences, not 40",
        "4 questions, not 50",
        "2 answerable, not 35",
        "2 unanswerable, not 15",
        "asked twice: who won",
    ]
    other = {**article, "id": "x2"}
    assert list(faults_between([article, other]))[:2] == [
        "party of 2 articles: Abel",
        "party of 2 articles: Brod",
    ]


def test_agreement_counts_both_kinds() -> None:
    readings = [([(0, 9)], [(5, 12)]), ([(0, 9)], [(9, 12)]), ([], []), ([(0, 9)], [])]
    assert agreement(readings) == (3, 1, 2)


def test_packed_articles_are_whole_and_in_their_part() -> None:
    articles = {part: load(part) for part in PARTS}
    for part, own in articles.items():
        assert all(part_of(one["id"]) == part for one in own)
        assert [fault for one in own for fault in faults_of(one)] == []
    assert list(faults_between([one for own in articles.values() for one in own])) == []
    assert len(articles["blind"]) >= 32
