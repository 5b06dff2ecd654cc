"""German in English words: its endings, its compounds and its spelling."""

from bot.qa.lexicon import stop_words
from bot.qa.translation import Names, Translation, WordList

__all__ = ["GERMAN", "Names", "compared_words", "for_articles_of", "in_english"]

ARTICLES = frozenset(
    {"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "kein"}
    | {"keine", "keinen", "zum", "zur", "beim", "vom", "im", "am"}
)
ENDINGS = ("test", "tet", "ten", "est", "st", "te", "et", "en", "em", "er", "es", "t", "n", "e", "s")
"""What German words end in besides, the longer ones first."""
LEAST_STEM = 3
"""Letters that are left of a word without its ending, and of each part of a compound, at least."""
JOINTS = ("", "s", "es", "n", "en")
"""What stands between the parts of a compound."""
SPELLED = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß"))


def _by_base_form(word: str, known: WordList) -> str | None:
    if word in known:
        return known[word]
    for ending in ENDINGS:
        base = word.removesuffix(ending)
        if base == word or len(base) < LEAST_STEM:
            continue
        for form in (base, f"{base}e", f"{base}en"):
            if form in known:
                return known[form]
    return None


def _of_compound(word: str, known: WordList) -> str | None:
    """The meanings of the two parts of a compound, found by the longest last one."""
    for cut in range(LEAST_STEM + 1, len(word) - LEAST_STEM):
        last = _by_base_form(word[cut:], known)
        if not last:
            continue
        for joint in JOINTS:
            first = word[:cut].removesuffix(joint) if joint else word[:cut]
            is_joined = not joint or word[:cut].endswith(joint)
            meaning = known.get(first, "") if is_joined and len(first) > LEAST_STEM else ""
            # Not “under” and “lay” for “Unterlagen”: prepositions begin verbs.
            if meaning and meaning not in stop_words():
                return f"{meaning} {last}"
    return None


GERMAN = Translation(
    language="de",
    lexicon="german",
    articles=ARTICLES,
    spelled=SPELLED,
    by_base_form=_by_base_form,
    by_parts=_of_compound,
    genitive="s",
)
compared_words = GERMAN.compared_words
for_articles_of = GERMAN.for_articles_of
in_english = GERMAN.in_english
