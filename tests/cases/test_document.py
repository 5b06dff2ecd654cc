from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.document import MAX_DEPTH, read_document
from bot.cases.parsing import build_case
from bot.cases.problems import CaseFileError
from bot.corpus.loader import load_case


def problems(raw: bytes | str) -> list[str]:
    document = read_document(raw if isinstance(raw, bytes) else raw.encode(), "f")
    return [str(problem) for problem in document.problems]


def test_every_scalar_is_text_but_for_a_plain_null() -> None:
    document = read_document(b"a: [No, 2019, 1e3, 2023-07-12, '', ~, null, 'null', '~', ]\nb:\n", "f")
    assert document.data == {
        "a": ["No", "2019", "1e3", "2023-07-12", "", None, None, "null", "~"],
        "b": None,
    }
    assert not document.problems


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"title: caf\xe9", ["f:1:11: not UTF-8: byte 0xe9; save the file as UTF-8"]),
        (b"a: \xc3\xa9\nb: \xff", ["f:2:4: not UTF-8: byte 0xff; save the file as UTF-8"]),
        ("a: &x 1\nb: *x", [
            "f:1:4: an anchor (&x); write the value out where it is needed",
            "f:2:4: an alias (*x); write the value out",
        ]),
        ("a: !!python/object/apply:os.system [ls]", [
            ("f:1:4: a tag (tag:yaml.org,2002:python/object/apply:os.system); "
            "only plain text, lists and mappings are read")
        ]),
        ("a: !s b", ["f:1:4: a tag (!s); only plain text, lists and mappings are read"]),
        ("? [a]\n: b\n? !x c\n: d", [
            "f:1:3: a key that is not a word",
            "f:3:3: a tag (!x); only plain text, lists and mappings are read",
        ]),
        ("a: 1\n---\nb: [2]\n", ["f:2:1: a second YAML document; a case file is one document"]),
        ("a: b\n\tc: d", ["f:2:1: not YAML: found a tab character that violates indentation"]),
        ("a: [b", ["f:2:1: not YAML: did not find expected ',' or ']'"]),
        ("a: é: b", ["f:1:5: not YAML: mapping values are not allowed in this context"]),
        ("é: \x07", ["f:1:4: not YAML: control characters are not allowed"]),
        ("a: b\nc: \x00", ["f:2:4: not YAML: control characters are not allowed"]),
        ('a: "\\ud800"', ["f:1:7: not YAML: found invalid Unicode character escape code"]),
        ("%YAML 3.0\n---\na: b", ["f:1:1: not YAML: found incompatible YAML document"]),
    ],
)  # fmt: skip
def test_yaml_beyond_plain_data_is_refused_at_its_place(raw: bytes | str, expected: list[str]) -> None:
    assert problems(raw) == expected


@pytest.mark.parametrize(
    "raw", ["", "   \n", "# only\n# comments\n", "- a list\n", "just words", "~", "---\n..."]
)
def test_a_file_that_is_no_mapping_is_refused(raw: str) -> None:
    document = read_document(raw.encode(), "f")
    with pytest.raises(CaseFileError) as caught:
        build_case("a", document, {}, "f")
    assert [problem.message for problem in caught.value.problems] == [
        "a case file is a mapping that begins with “title:”"
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "? [", "- "])
def test_deep_nesting_is_refused_at_once(opening: str) -> None:
    started = time.process_time()
    found = problems(opening * 20_000)
    assert found
    assert time.process_time() - started < 5


def test_nesting_beyond_the_limit_is_named_at_its_place() -> None:
    assert problems(f"a: {'[' * MAX_DEPTH}{']' * MAX_DEPTH}") == []
    column = len("a: ") + MAX_DEPTH + 1
    assert problems(f"a: {'[' * (MAX_DEPTH + 1)}") == [f"f:1:{column}: nested too deeply for a case file"]


def test_windows_line_ends_and_a_byte_order_mark_change_no_place(case_folder: Callable[..., Path]) -> None:
    folder = case_folder(
        "events:\n  - label: A\n    quote: >-\n      In May\n      a court\n  - label: ''\n    quote: x\n"
    )
    plain = (folder / "case.yaml").read_bytes()
    found = []
    for raw in (plain, plain.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + plain):
        (folder / "case.yaml").write_bytes(raw)
        with pytest.raises(CaseFileError) as caught:
            load_case(folder)
        found.append([(problem.place, problem.message) for problem in caught.value.problems])
    assert found[0] == found[1] == found[2]
    assert [place for place, _ in found[0]] == [(10, 12), (11, 12)]


PLAIN = st.recursive(
    # YAML has no place for the last two code points of the basic plane, unless they are escaped.
    st.none()
    | st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffe\uffff"),
        max_size=12,
    ),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcz", max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_plain_data_is_read_as_it_was_written(data: object) -> None:
    raw = yaml.safe_dump(data, allow_unicode=True).encode()
    document = read_document(raw, "f")
    assert document.data == data
    assert not document.problems


@given(PLAIN)
def test_json_is_read_as_it_was_written(data: object) -> None:
    assert read_document(json.dumps(data, ensure_ascii=False).encode(), "f").data == data


@given(st.binary(max_size=200))
def test_any_bytes_give_data_or_problems(raw: bytes) -> None:
    document = read_document(raw, "f")
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in document.problems)
