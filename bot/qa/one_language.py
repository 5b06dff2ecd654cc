"""Questions and passages as they are compared: in English words, in whichever language they are written."""

from bot.cases.local_text import LocalText
from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.qa.german import GERMAN
from bot.qa.spanish import SPANISH
from bot.qa.translation import NO_NAMES, Names, Translation, language_of

TRANSLATIONS = {one.language: one for one in (GERMAN, SPANISH)}


def for_articles_of(case: Case, question: str) -> str:
    """The question as it was typed; one in another language in English words where articles are read."""
    for one in TRANSLATIONS.values():
        question = one.for_articles_of(case, question)
    return question


def in_english(question: str) -> str:
    """A question in English words; one in a language that nothing is known of stays as it is."""
    for one in TRANSLATIONS.values():
        question = one.in_english(question)
    return question


def compared_words(passage: str, in_language: str, names: Names = NO_NAMES) -> str:
    """A passage as questions are compared with it; ``in_language`` is the BCP 47 tag of its source.

    ``names`` are kept as they are.
    """
    translation = _translation(in_language)
    return translation.compared_words(passage, in_language, names) if translation else passage


def names_of(case: Case, in_language: str) -> Names:
    """The words of names that are kept where a passage in a language is put into English words."""
    translation = _translation(in_language)
    return translation.names_of(case) if translation else NO_NAMES


def words_read(case: Case, words: Selector) -> str:
    """Some words of a source as patterns read them: in English words."""
    in_language = case.source_by_id[words.source].in_language
    return compared_words(words.exact, in_language, names_of(case, in_language))


def recorded_words(case: Case, recorded: str) -> str:
    """What an editor wrote, as questions are compared with it: in the language of the articles."""
    if isinstance(recorded, LocalText):
        language = recorded.language
    else:
        languages = {language_of(source.in_language) for source in case.sources}
        language = languages.pop() if len(languages) == 1 else "en"
    return compared_words(recorded, language, names_of(case, language))


def _translation(in_language: str) -> Translation | None:
    return TRANSLATIONS.get(language_of(in_language))
