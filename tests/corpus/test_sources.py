from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from bot.cases.model import Case
from bot.cases.problems import CaseFileError
from bot.corpus.content import ContentRepository
from bot.corpus.files import read_source
from bot.corpus.loader import load_case

Mistakes = Callable[..., list[str]]

HEAD = "title: A\nrevised: 2026-01-02\nsources:\n"
DIGEST = "0" * 64


def listed(file: str, digest: str = DIGEST, source: str = "article") -> str:
    return f"  - {{id: {source}, file: {file}, sha256: {digest}, date_published: 2025-06-01}}\n"


def test_a_source_whose_sha256_differs_is_refused(mistakes_in: Mistakes) -> None:
    actual = sha256(b"Words.").hexdigest()
    assert mistakes_in(listed("sources/b.txt"), {"b.txt": "Words."}, head=HEAD) == [
        f"4:48: the file's sha256 is {actual}: this is not the article that was summarised"
    ]


def test_a_source_that_is_not_utf_8_is_refused(mistakes_in: Mistakes) -> None:
    assert mistakes_in(listed("sources/b.txt"), {"b.txt": b"caf\xe9 noir"}, head=HEAD) == [
        "4:25: the file “sources/b.txt” is not UTF-8: byte 0xe9 at offset 3"
    ]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("../../secret.txt", "the path “../../secret.txt” leaves the case's folder"),
        ("/etc/hostname", "the path “/etc/hostname” leaves the case's folder"),
        ("out/secret.txt", "the path “out/secret.txt” leaves the case's folder"),
        ("link.txt", "the path “link.txt” leaves the case's folder"),
        ("circle.txt", "the path “circle.txt” leads to no file"),
        ('"a\\0b"', "the path “a\\x00b” leads to no file"),
        ("sources/none.txt", "the file “sources/none.txt” cannot be read: No such file or directory"),
        ("sources", "the file “sources” cannot be read: Is a directory"),
        ('""', "the file “” cannot be read: Is a directory"),
        ("x" * 300, f"the file “{'x' * 300}” cannot be read: File name too long"),
    ],
)
def test_a_path_to_no_file_of_the_folder_is_refused(
    case_folder: Callable[..., Path], file: str, sentence: str
) -> None:
    folder = case_folder(listed(file), head=HEAD)
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to("../secret.txt")
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "out").symlink_to(folder.parent)
    with pytest.raises(CaseFileError) as caught:
        load_case(folder)
    assert str(caught.value) == f"{folder / 'case.yaml'}:4:25: {sentence}"


def test_a_plain_path_is_read_without_being_resolved(
    case_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = case_folder("", {"b.txt": "Words."}, head=HEAD)

    def resolve(path: Path) -> Path:
        raise AssertionError(path)

    monkeypatch.setattr(Path, "resolve", resolve)
    assert read_source(folder, "sources/b.txt").text == "Words."


def test_a_link_inside_the_folder_is_followed(case_folder: Callable[..., Path]) -> None:
    folder = case_folder(listed("link.txt", sha256(b"Words.").hexdigest()), {"b.txt": "Words."}, head=HEAD)
    (folder / "link.txt").symlink_to("sources/b.txt")
    assert load_case(folder).sources[0].text == "Words."


def test_quotations_are_not_judged_while_their_source_cannot_be_read(mistakes_in: Mistakes) -> None:
    body = (
        listed("sources/none.txt")
        + "parties: [{id: a, name: Nobody, kind: person, described_as: nobody}]\n"
        + "events: [{label: A, quote: {exact: no such words, source: article}}]\n"
    )
    assert mistakes_in(body, head=HEAD) == [
        "4:25: the file “sources/none.txt” cannot be read: No such file or directory"
    ]


def test_a_case_without_sources_is_refused_for_that_alone(mistakes_in: Mistakes) -> None:
    head = "title: A\nrevised: 2026-01-02\n"
    events = "events: [{label: A, quote: Words.}, {label: A, quote: {exact: Words., source: b}}]\n"
    assert mistakes_in(events, head=head) == ["1:1: “sources” is missing"]
    assert mistakes_in(f"sources: []\n{events}", head=head) == ["3:10: at least one is needed here"]
    assert mistakes_in(f"sources: [b.txt]\n{events}", head=head) == [
        "3:11: an entry of “sources” must be a mapping"
    ]


TWO = """\
  - {id: one, file: sources/one.txt, sha256: SHA(one.txt), date_published: 2025-06-01}
  - {id: two, file: sources/two.txt, sha256: SHA(two.txt), date_published: 2025-07-01}
"""
TWO_TEXTS = {"one.txt": "The court met. They said yes.", "two.txt": "The court rose. They said no."}


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("The court", "which source? These words stand in one, two: add “source:” with one of them"),
        (
            "no such words",
            "not verbatim in any source; add “source:” with one of one, two to see the nearest passage",
        ),
        (
            "{exact: They said no., source: one}",
            "not in sources/one.txt, but in sources/two.txt: write “source: two”",
        ),
        (
            "{exact: The court lost., source: two}",
            "not verbatim in sources/two.txt: nearest passage at 1:1: The court [-lost-]{+rose+}.",
        ),
    ],
)
def test_of_two_sources_the_right_one_must_be_named(mistakes_in: Mistakes, quote: str, sentence: str) -> None:
    body = f"{TWO}events:\n  - label: A\n    quote: {quote}\n"
    assert mistakes_in(body, TWO_TEXTS, head=HEAD) == [f"8:12: {sentence}"]


def test_the_only_source_that_has_the_words_need_not_be_named(case_of: Callable[..., Case]) -> None:
    quotes = "[They said no., {exact: The court, suffix: ' met'}]"
    case = case_of(f"{TWO}events: [{{label: A, quote: {quotes}}}]\n", TWO_TEXTS, head=HEAD)
    assert [selector.source for selector in case.events[0].quote] == ["two", "one"]


def test_the_same_words_in_two_sources_are_two_quotations(case_of: Callable[..., Case]) -> None:
    quotes = "[{exact: The court, source: one}, {exact: The court, source: two}]"
    case = case_of(f"{TWO}events: [{{label: A, quote: {quotes}}}]\n", TWO_TEXTS, head=HEAD)
    first, second = case.events[0].quote
    assert (first.source, second.source) == ("one", "two")
    assert first.id != second.id
    assert not first.overlaps(second)
    assert case.as_of == "2025-07-01"


@pytest.mark.parametrize(
    ("text", "exact", "start"),
    [
        ("\ufeffThe court met.", "The court", 1),
        ("One.\r\nTwo “three”.\r\n", "Two “three”.", 6),
        ("Yes 👩\u200d⚖️ said.", "👩\u200d⚖️", 4),
        ("Une de\u0301cision.", "de\u0301cision", 4),
        ("法院裁定赔偿。", "裁定", 2),
        ("A\u00a0B costs 5.", "A\u00a0B", 0),
    ],
    ids=["byte order mark", "CRLF", "emoji with joiners", "combining marks", "Chinese", "no-break space"],
)
def test_places_count_code_points_of_the_raw_text(
    case_of: Callable[..., Case], text: str, exact: str, start: int
) -> None:
    body = listed("sources/b.txt", "SHA(b.txt)") + f"events: [{{label: A, quote: '{exact}'}}]\n"
    case = case_of(body, {"b.txt": text}, head=HEAD)
    selector = case.events[0].quote[0]
    assert (selector.exact, selector.start, selector.end) == (exact, start, start + len(exact))
    assert case.sources[0].text == text


@pytest.mark.parametrize("exact", ["👩", "\u0301cision", "⚖️ said", "de"])
def test_a_quotation_never_cuts_a_character_in_two(mistakes_in: Mistakes, exact: str) -> None:
    body = listed("sources/b.txt", "SHA(b.txt)") + f"events: [{{label: A, quote: '{exact}'}}]\n"
    assert mistakes_in(body, {"b.txt": "Yes 👩\u200d⚖️ said: de\u0301cision."}, head=HEAD) == [
        "5:28: the quotation begins or ends inside a character that is made of several code points"
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_source_that_may_not_be_read_is_refused(case_folder: Callable[..., Path]) -> None:
    folder = case_folder("")
    (folder / "sources" / "a.txt").chmod(0)
    with pytest.raises(CaseFileError, match="cannot be read: Permission denied"):
        load_case(folder)


@pytest.mark.parametrize("file", ["case.yaml", "sources/a.txt"])
def test_a_pipe_is_refused_and_not_waited_for(case_folder: Callable[..., Path], file: str) -> None:
    folder = case_folder("")
    (folder / file).unlink()
    os.mkfifo(folder / file)
    with pytest.raises(CaseFileError, match="cannot be read: it is a pipe or a device, not a file"):
        load_case(folder)
    assert ContentRepository(folder.parent).read().cases == {}
