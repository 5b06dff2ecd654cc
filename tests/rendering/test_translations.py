"""The catalogues: complete, without leftovers, with the right blanks; and answers in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from bot.answers.answer import Answer, OpenPoint
from bot.answers.commands import COMMANDS, Command, Option
from bot.answers.phrases import counted, phrase
from bot.cases.changes import SECTIONS
from bot.cases.model import ENTRIES
from bot.rendering.gate import prove
from bot.rendering.outline import outline
from bot.rendering.proof import discord_quotations, html_quotations, slack_quotations, text_quotations
from bot.rendering.render import Presentation, in_detail, to_discord, to_html, to_slack, to_text
from bot.rendering.translations import catalogues, known_locale, languages, localised
from bot.rendering.vocabulary import FIELDS
from bot.rendering.wording import Wording
from tests.rendering.hostile import answer_of, as_in_chats, quotation_of
from tests.rendering.limits import assert_discord_takes, assert_slack_takes, units

ROOT = Path(__file__).parent.parent.parent
KEYWORDS = re.findall(r"-k (\S+)", (ROOT / "Makefile").read_text("utf-8").split("MARKS :=")[1].split("\n")[0])
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
MARKS = {
    "phrase": 1,
    "counted": 2,
    "translatable": 1,
    "refused": 1,
    "pgettext": 2,
    "article_refusal": 1,
    "article_remark": 1,
}
"""How many messages each function that marks them in Python takes."""
OTHERS = [language for language in languages() if language != "en"]

SAME_WORD = {
    "de": {
        "Digest {id}: {schedule}",
        "Institution",
        "Name",
        "Person",
        "Playground",
        "digest",
        "link",
        "pause",
        "sha256",
        "text",
    },
    "es": {"emoji", "id", "sha256"},
}
"""The messages with words that are the same in English, by language."""

Key = str | tuple[str | tuple[str, ...], ...]


@cache
def extracted() -> frozenset[Key]:
    """Every message in the code, as ``make messages`` finds them."""
    found = extract_from_dir(ROOT / "bot", METHODS, keywords=parse_keywords(KEYWORDS))
    return frozenset((context, message) if context else message for _, _, message, _, context in found)


@cache
def catalogue_of(language: str) -> Catalog:
    with (catalogues() / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def entries(language: str) -> Iterator[Message]:
    return (message for message in catalogue_of(language) if message.id)


def key_of(message: Message) -> Key:
    key = tuple(message.id) if message.pluralizable else str(message.id)
    return (message.context, str(message.id)) if message.context else key


def forms_of(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The English forms of a message and the translated ones; singular first."""
    if isinstance(message.id, str):
        return (message.id,), (str(message.string),)
    return tuple(message.id), tuple(message.string or ())


def blanks_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call of a function that marks messages, with the function's name."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        # A mark that is made of another one passes on what it is given.
        made = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in MARKS]
        within = {inner for outer in made for inner in ast.walk(outer)}
        for node in set(ast.walk(tree)) - within:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                yield path, node, node.func.id


def test_german_and_spanish_are_there_beside_english() -> None:
    assert set(languages()) >= {"en", "de", "es"}


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_has_a_translation(language: str) -> None:
    translated = {key_of(message) for message in entries(language) if all(forms_of(message)[1])}
    assert sorted(map(str, extracted() - translated)) == [], "run make messages and translate these"


@pytest.mark.parametrize("language", OTHERS)
def test_no_entry_is_left_over_from_a_message_that_is_gone_or_unsure(language: str) -> None:
    known = {key_of(message) for message in entries(language)}
    assert sorted(map(str, known - extracted())) == [], "run make messages"
    assert not [message.id for message in entries(language) if message.fuzzy]
    assert not catalogue_of(language).obsolete


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_blanks_of_its_message(language: str) -> None:
    for message in entries(language):
        originals, translations = forms_of(message)
        for number, translation in enumerate(translations):
            original = originals[min(number, len(originals) - 1)]
            # “One match” and “{count} matches” both know the count.
            optional = {"count"} if message.pluralizable else set()
            assert blanks_of(translation) - optional == blanks_of(original) - optional, message.id


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_left_in_english(language: str) -> None:
    pairs = chain.from_iterable(zip(*forms_of(message), strict=True) for message in entries(language))
    same = {original for original, translation in pairs if original == translation}
    worded = {original for original in same if re.search(r"\w", re.sub(r"\{\w+\}", "", original))}
    assert worded == SAME_WORD.get(language, set()), "translate these, or add them to SAME_WORD"


@pytest.mark.parametrize("language", OTHERS)
def test_a_message_begins_and_ends_as_its_original(language: str) -> None:
    for message in entries(language):
        for original, translation in zip(*forms_of(message), strict=True):
            assert translation == translation.strip()
            assert (original[-1] in ".:") <= (translation[-1] == original[-1]), original


def test_messages_are_literals_so_that_each_is_found() -> None:
    for path, call, name in calls():
        for argument in call.args[: MARKS[name]]:
            is_description = isinstance(argument, ast.Attribute) and argument.attr == "description"
            is_literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            assert is_literal or is_description, f"{path}:{call.lineno}: a message must be a literal"


def test_what_is_extracted_is_what_stands_in_the_code() -> None:
    for path, call, name in calls():
        texts = [one.value for one in call.args[: MARKS[name]] if isinstance(one, ast.Constant)]
        key = tuple(texts) if len(texts) > 1 else texts[0] if texts else None
        assert key is None or key in extracted(), f"{path}:{call.lineno}"


def test_every_command_and_option_is_described_in_a_message_that_fits_a_platform() -> None:
    described: list[Command | Option] = [*COMMANDS.values()]
    described += [option for command in COMMANDS.values() for option in command.options]
    for one in described:
        assert one.description in extracted(), f"mark the description of {one.name} with translatable()"
        for language in languages():
            assert 1 <= units(localised(one.description, language)) <= 100, (one.name, language)


def test_every_field_that_a_correction_can_change_has_a_name() -> None:
    classes = [
        get_args(entry)[0] if get_args(entry) else entry
        for section, entry in ENTRIES.items()
        if section in SECTIONS
    ]
    # An editor's answers to warnings are in no answer, and no correction of one either.
    assert {field.name for entry in classes for field in fields(entry)} - {"reviewed"} <= set(FIELDS)


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        ("en", "en"),
        ("en-US", "en_US"),
        ("en-GB", "en_GB"),
        ("de", "de"),
        ("de-AT", "de_AT"),
        ("de_CH", "de_CH"),
        ("DE", "de"),
        ("de-XX", "de"),
        ("de-Qaaa-XX-x-y", "de"),
        ("es-ES", "es_ES"),
        ("es-419", "es_419"),
        ("es_MX", "es_MX"),
        ("es-LA", "es"),
        ("fr", "en"),
        ("pt-BR", "en"),
        ("xx", "en"),
        ("!!", "en"),
        ("fr-CA", "en"),
        ("", "en"),
        ("../de", "en"),
        ("de\n", "en"),
        ("d" * 10_000, "en"),
    ],
)
def test_a_locale_that_we_do_not_have_falls_back_to_its_language_and_then_to_english(
    tag: str, known: str
) -> None:
    assert known_locale(tag) == known
    assert Wording(tag) == Wording(known)
    assert Wording(tag).language in languages()


def test_one_and_many_are_told_apart_and_numbers_written_as_the_locale_does() -> None:
    one = counted("{count} match for “{text}”", "The {count} best matches for “{text}”", 1, text="x")
    many = counted("{count} match for “{text}”", "The {count} best matches for “{text}”", 1_234, text="x")
    assert (str(one), str(many)) == ("1 match for “x”", "The 1,234 best matches for “x”")
    assert (Wording().say(one), Wording().say(many)) == (str(one), str(many))
    assert Wording("de").say(one) == "1 Treffer für „x“"
    assert Wording("de").say(many) == "Die 1.234 besten Treffer für „x“"
    assert Wording("es").say(one) == "1 resultado para “x”"
    assert Wording("es-ES").say(many) == "Los 1.234 mejores resultados para “x”"
    assert Wording("es-419").say(many) == "Los 1,234 mejores resultados para “x”"


def test_a_phrase_can_fill_the_blank_of_another() -> None:
    lawsuit = phrase("{lawsuit}: filed", lawsuit=phrase("The article"))
    assert Wording("de").say(lawsuit) == "Der Artikel: eingereicht"


def test_a_reader_of_another_language_is_told_which_language_the_quotations_are_in() -> None:
    english, german = quotation_of("words"), quotation_of("Worte", language="de-AT")

    def language_notes(answer: Answer, locale: str) -> list[str]:
        lines = [item.text for item in outline(answer, Wording(locale))[0].items]
        return [line for line in lines if "(" in line]

    assert language_notes(answer_of(english), "en") == []
    assert language_notes(answer_of(german), "de") == []
    assert language_notes(answer_of(english, german), "de") == [
        "Zitate stehen in der Sprache der Quelle (Englisch), Angaben der Redaktion in deren eigenen Worten."
    ]
    assert language_notes(answer_of(english, german), "en-GB") == [
        "Quotations are in the source's language (German); what editors wrote is as they wrote it."
    ]


def test_what_editors_wrote_is_never_translated() -> None:
    answer = replace(answer_of("words"), case_title="Verdict", open_points=(OpenPoint("Settled"),))
    text = to_text(answer, Presentation(Wording("de")))
    assert text.startswith("Verdict · ")
    assert "• Settled" in text


@pytest.mark.parametrize("language", languages())
def test_every_real_answer_is_proven_and_within_the_limits_in_every_language(
    real_answer: Answer, language: str
) -> None:
    shown = Presentation(Wording(language), public_url="https://q.example")
    words = shown.words
    prove(real_answer, text_quotations(to_text(real_answer, shown, 60)), words)
    prove(real_answer, html_quotations(to_html(real_answer, shown)), words)
    discord, slack = to_discord(real_answer, shown), to_slack(real_answer, shown)
    for payload in discord:
        assert_discord_takes(payload)
    for payload in slack:
        assert_slack_takes(payload)
    short = in_detail(real_answer, "short")
    prove(short, chain.from_iterable(map(discord_quotations, discord)), as_in_chats(words))
    prove(short, chain.from_iterable(map(slack_quotations, slack)), as_in_chats(words))


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "Paused. /law-digest resume starts it again."),
        ("de", "Angehalten. /law-digest resume setzt ihn fort."),
        ("es", "En pausa. /law-digest resume lo reanuda."),
    ],
)
def test_sentences_name_commands_with_the_prefix_that_they_have(locale: str, words: str) -> None:
    said = Wording(locale, "law-").say(phrase("Paused. /digest resume starts it again."))
    assert said == words
    assert Presentation(Wording(locale), prefix="law-").words == Wording(locale, "law-")


def test_only_our_own_words_get_the_prefix_of_commands() -> None:
    sentence = phrase("There is no command “/{name}”. Did you mean /{near}?", name="/help", near="quote")
    assert Wording("en", "law-").say(sentence) == "There is no command “/law-/help”. Did you mean /law-quote?"
    assert Wording("en", "law-").say(phrase("{text}", text="a/help /help")) == "a/help /help"


def test_every_command_that_a_sentence_names_is_one() -> None:
    groups = {name.split()[0] for name in COMMANDS}
    translated = (str(message.string) for language in OTHERS for message in entries(language))
    for message in chain(map(str, extracted()), translated):
        for named in re.findall(r"(?<![\w}<:/.])/([a-z]+)", message):
            assert named in groups, message
