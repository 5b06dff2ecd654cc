from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answers.commands import COMMANDS, SUGGEST, Option, usages
from bot.answers.grammar import MAX_LENGTH, parse, query, write
from bot.answers.query import CommandError, Query
from bot.answers.respond import ANSWERS, LOOK_UPS

VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60) | st.text(
    'ab "“”„«»:/ case: page: text: speaker: #', max_size=40
)
NO_TEXT = "The command holds a character that is not text (U+{code}). Type the words again, without it."
PREFIXES = st.sampled_from(["", "v", "verbatim-", "q", "case", "Law"])


@st.composite
def queries(draw: st.DrawFn) -> Query:
    command = draw(st.sampled_from(list(COMMANDS.values())))
    options = {option.name: draw(st.none() | _values(option)) for option in command.options}
    return query(command.name, options)


def _values(option: Option) -> st.SearchStrategy[str]:
    return st.sampled_from(option.values) if option.values else VALUES


def test_an_option_with_few_values_takes_no_other() -> None:
    assert parse("/digest schedule daily 9:00 utc contents:CHANGES").get("contents") == "changes"
    with pytest.raises(CommandError, match="contents: is full or changes, not “all”"):
        parse("/digest schedule daily 9:00 utc contents:all")


@given(queries(), PREFIXES)
@example(Query("quote", (("text", "case: closed"),)), "")
@example(Query("quote", (("text", '"'), ("speaker", "“"))), "")
@example(Query("quote", (("text", "page:2"), ("page", "1"))), "")
@example(Query("quote", (("text", '0" "'), ("page", "“"))), "")
@example(Query("quote", (("text", '"fake rape" claim'),)), "")
@example(Query("help", (("command", "case status"),)), "")
def test_a_written_query_reads_as_the_same_query(asked: Query, prefix: str) -> None:
    assert parse(write(asked, prefix), prefix) == asked


@given(st.text() | st.text(st.characters()) | st.text('/case stu"“:', max_size=40), PREFIXES)
def test_any_text_is_a_query_or_a_clear_sentence(text: str, prefix: str) -> None:
    try:
        asked = parse(text, prefix)
    except CommandError as error:
        assert str(error)  # noqa: PT017  -- either outcome is right; the sentence must be there
        return
    assert asked.command in COMMANDS


@given(
    st.sampled_from(list(COMMANDS)), st.dictionaries(st.text(max_size=8), st.none() | st.text(max_size=20))
)
def test_any_options_of_a_platform_are_a_query_or_a_clear_sentence(
    name: str, options: dict[str, str | None]
) -> None:
    with suppress(CommandError):
        assert query(name, options).command == name


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("/case status", ()),
        ("case status", ()),
        ("  /CASE   Status  ", ()),
        ("/case status lawsuit:The second case:a-b", (("case", "a-b"), ("lawsuit", "The second"))),
        ('/case status lawsuit: "case: closed"', (("lawsuit", "case: closed"),)),
        ('/case status LAWSUIT:"say ""no"""', (("lawsuit", 'say "no"'),)),
        ("/case status lawsuit:“The  second”", (("lawsuit", "The second"),)),
        ("/case status lawsuit:«The second»", (("lawsuit", "The second"),)),
        ('/case status case:"" lawsuit:" "', ()),
    ],
)
def test_what_is_typed_is_understood(typed: str, options: tuple[tuple[str, str], ...]) -> None:
    assert parse(typed) == Query("case status", options)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/quote travesty of justice", Query("quote", (("text", "travesty of justice"),))),
        ("/quote", Query("quote")),
        ('/quote "fake rape" claim page:2', Query("quote", (("text", '"fake rape" claim'), ("page", "2")))),
        ("/quote page:2 speaker:Trump", Query("quote", (("speaker", "Trump"), ("page", "2")))),
        ('/quote speaker:"D. T." hunt', Query("quote", (("text", "hunt"), ("speaker", "D. T.")))),
        ("/quote text:hunt", Query("quote", (("text", "hunt"),))),
        ("/quote time 9:00 case:a", Query("quote", (("text", "time 9:00"), ("case", "a")))),
        ("/quote “page: one”", Query("quote", (("text", "“page: one”"),))),
    ],
)
def test_the_main_option_is_typed_bare(typed: str, asked: Query) -> None:
    assert parse(typed) == asked


@pytest.mark.parametrize(
    ("typed", "sentence", "help_for"),
    [
        ("", "Nothing was typed. Try /help.", ""),
        (" \n\t ", "Nothing was typed. Try /help.", ""),
        ("/", "There is no command “/”. /help lists them all.", ""),
        ("/xyzzy now", "There is no command “/xyzzy”. /help lists them all.", ""),
        ("/qoute justice", "There is no command “/qoute”. Did you mean /quote?", ""),
        (
            "/case",
            (
                "/case needs one more word: "
                "status, damages, statements, timeline, people, sources, caveats, changes, suggest."
            ),
            "case",
        ),
        ("/case stauts", "There is no command “/case stauts”. Did you mean /case status?", "case"),
        ("/casestatus", "There is no command “/casestatus”. Did you mean /case status?", ""),
        ("/damages", "There is no command “/damages”. Did you mean /case damages?", ""),
        ("/overview", "There is no command “/overview”. Did you mean /case status?", ""),
        ("/sum", "There is no command “/sum”. /help lists them all.", ""),
        ("/case overview", "There is no command “/case overview”. Did you mean /case status?", "case"),
        ("/case parties", "There is no command “/case parties”. Did you mean /case people?", "case"),
        ("/case xyzzy", "There is no command “/case xyzzy”. /help lists them all.", "case"),
        (
            "/case damages all of them",
            "“all of them” is not understood: /case damages takes case:…, as-of:…, detail:….",
            "case damages",
        ),
        (
            "/case status when:now",
            "“when:now” is not understood: /case status takes case:…, lawsuit:…, as-of:…, detail:….",
            "case status",
        ),
        ("/case status case:a case:b", "“case:” is given twice.", "case status"),
        ("/quote justice text:hunt", "“text:” is given twice.", "quote"),
        ("/quote a\x00b", NO_TEXT.format(code="0000"), ""),
        ("/quote \x1b[31m", NO_TEXT.format(code="001B"), ""),
        ("/quote \ud800", NO_TEXT.format(code="D800"), ""),
        ("/quote " + "a" * 9_993, "That is too long: 10,000 characters; a command has 6,000 at most.", ""),
        ("x" * MAX_LENGTH, f"There is no command “/{'x' * 79}…”. /help lists them all.", ""),
        (
            "/case damages " + "word " * 500,
            f"“{('word ' * 16).strip()}…” is not understood: /case damages takes case:…, as-of:…, detail:….",
            "case damages",
        ),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_is_not_understood_gets_a_clear_sentence(typed: str, sentence: str, help_for: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse(typed)
    assert str(caught.value) == sentence
    assert caught.value.help_for == help_for


def test_a_prefix_may_be_typed_or_left_out() -> None:
    for typed in ("/vquote page:2", "/quote page:2", "/VQUOTE page:2"):
        assert parse(typed, "v") == Query("quote", (("page", "2"),))
    assert parse("/quote", "q") == parse("/qquote", "q") == Query("quote")
    with pytest.raises(CommandError, match="Did you mean /quote"):
        parse("/vquote")


def test_commands_and_options_that_a_platform_still_remembers_get_a_sentence() -> None:
    with pytest.raises(CommandError, match="There is no command “/case gossip”"):
        query("case gossip", {})
    with pytest.raises(CommandError, match="There is no command “/”"):
        query("", {})
    with pytest.raises(CommandError, match=r"^/quote has no option “colour”\.$"):
        query("quote", {"colour": "red"})


def test_empty_options_of_a_platform_count_as_not_given() -> None:
    assert query("quote", {"text": "", "speaker": None, "case": "  "}) == Query("quote")


def test_every_command_has_an_answer_and_a_usage() -> None:
    of_a_place = {name for name in COMMANDS if name.startswith(("digest ", "settings "))}
    of_a_place.add(SUGGEST)
    assert {*ANSWERS, *LOOK_UPS, *of_a_place} == set(COMMANDS)
    assert COMMANDS["quote"].usage == "/quote [text] [speaker:…] [case:…] [as-of:…] [page:…] [detail:…]"
    assert all(parse(command.example) for command in COMMANDS.values() if command.example)


def test_a_query_may_be_changed() -> None:
    asked = Query("quote", (("text", "a"), ("page", "2")))
    assert asked.changed(page="3", case=None) == Query("quote", (("text", "a"), ("page", "3")))
    assert asked.changed(text=None).get("text") is None


def test_a_sentence_comes_with_the_usages_that_it_is_about() -> None:
    assert usages("case damages", "v") == ("/vcase damages [case:…] [as-of:…] [detail:…]",)
    assert len(usages("case")) == 9
    assert len(usages("")) == len(COMMANDS)
