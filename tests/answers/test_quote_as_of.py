"""A quotation by its words as of a day, where many later articles have the same words."""

from collections.abc import Callable
from pathlib import Path

from bot.answers.grammar import query
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.rendering.render import Presentation, to_text

HEAD = """\
title: The wall
revised: 2025-02-12
sources:
  - {id: first, file: sources/first.txt, sha256: SHA(first.txt), date_published: 2024-09-18}
  - {id: second, file: sources/second.txt, sha256: SHA(second.txt), date_published: 2025-02-11}
"""
EARLY = "Long before anything else came to be known of it, a neighbour had said that the old wall leaned."
LATER = "\n\n".join(f"Old wall, day {number}: the wall." for number in range(300))


def test_what_was_reported_by_a_day_is_found_below_many_better_matches(
    case_folder: Callable[..., Path],
) -> None:
    folder = case_folder("", {"first.txt": EARLY, "second.txt": LATER}, head=HEAD)
    archive = open_archive(ContentRepository(folder.parent).read(), None)
    now = respond(archive, query("quote", {"text": "old wall"}))
    assert len(now.parts) == 5
    assert {one.source.id for one in now.quotations()} == {"second"}
    then = respond(archive, query("quote", {"text": "old wall", "as-of": "2024-12-31"}))
    assert [one.text for one in then.quotations()] == [EARLY]
    assert then.as_of == "2024-09-18"


def test_an_edition_is_searched_from_the_day_on_which_it_could_be_read(
    case_folder: Callable[..., Path],
) -> None:
    edited = HEAD.replace(
        "date_published: 2025-02-11",
        "date_published: 2024-09-18, date_modified: 2025-02-11, edition_of: first",
    )
    folder = case_folder("", {"first.txt": EARLY, "second.txt": LATER}, head=edited)
    archive = open_archive(ContentRepository(folder.parent).read(), None)
    then = respond(archive, query("quote", {"text": "old wall", "as-of": "2024-12-31"}))
    assert [one.text for one in then.quotations()] == [EARLY]


CUT = """
awards:
  - {id: five, kind: awarded, quote: A jury gave Stone $5.,
     amount: {value: 5, currency: USD, raw: $5}}
  - {id: three, kind: awarded, quote: A judge cut what the jury gave to $3., supersedes: five, how: reduces,
     amount: {value: 3, currency: USD, raw: $3}}
"""


def test_what_was_superseded_says_so_above_its_words(case_folder: Callable[..., Path]) -> None:
    texts = {"first.txt": "A jury gave Stone $5.", "second.txt": "A judge cut what the jury gave to $3."}
    folder = case_folder(CUT, texts, head=HEAD)
    archive = open_archive(ContentRepository(folder.parent).read(), None)
    remark = "As reported on 18 September 2024; reduced in the report of 11 February 2025"
    for options in ({"text": "gave Stone"}, {"speaker": ""}, {"text": "gave Stone", "as-of": "2025-12-31"}):
        shown = to_text(respond(archive, query("quote", options)), Presentation())
        assert shown.count("As reported on 18") == 1
        assert remark in shown[: shown.index("A jury gave Stone $5.")]
    [five, *_] = respond(archive, query("quote", {"text": "gave Stone"})).quotations()
    assert remark in to_text(respond(archive, query("quote", {"text": f"#{five.id}"})), Presentation())
    then = respond(archive, query("quote", {"text": "gave Stone", "as-of": "2024-12-31"}))
    assert "reduced" not in to_text(then, Presentation())
