"""Spanish in English words: its endings, its small words and its numbers."""

from collections.abc import Iterator, Mapping

from bot.qa.lexicon import lines
from bot.qa.translation import NUMBER, Translation, WordList

ARTICLES = frozenset({"el", "la", "los", "las", "un", "una", "unos", "unas", "al", "del", "este", "esta"})
NO_NAMES = frozenset({"de", "y", "e", "a"})
"""What stands in names, and everywhere else."""
LEAST_STEM = 3
"""Letters that are left of a word without its ending, at least."""
SPELLED = (("a", "á"), ("e", "é"), ("i", "í"), ("o", "ó"), ("u", "ú"), ("u", "ü"), ("n", "ñ"))
FORMS = {
    "ar": (
        "aré ará arás aremos arán aría arían ó aron aba aban ábamos ado ada ados adas ando ándole ándolo "
        "ándose ara aran ase asen aste é amos an en a e o"
    ),
    "er": "eré erá eremos erán ería erían",
    "ir": "iré irá iremos irán iría irían imos",
    "er ir": (
        "ió ieron ía ían íamos ido ida idos idas iendo iéndole iéndose iera ieran iese iesen iste en e an "
        "a o í"
    ),
    "o": "a os as amente ísimo ísima ito ita",
    "a": "ita itas",
    "e": "mente",
    "": "s es mente a as lo la los las le les se me nos te selo sela",
    "ión": "iones",
    "ón": "ones ona",
    "z": "ces",
    "és": "eses esa esas",
    "án": "anes",
    "ín": "ines",
    "ario": "aria arios arias",
    "or": "ora ores oras",
}
"""The endings of forms by the ending of the word in the list: of verbs, and of nouns and adjectives."""
WRITTEN = f"{NUMBER.removesuffix('+')}{{1,2}}"
"""Not 2,500, which is written in Mexico as in English."""
ENGLISH_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+"


def _bases_by_ending() -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each ending, also without its accent, what may stand in its place; the longest endings first."""
    found: dict[str, list[str]] = {}
    for bases, endings in FORMS.items():
        for ending in endings.split():
            for typed in dict.fromkeys((ending, _plain(ending))):
                found.setdefault(typed, []).extend(bases.split() or [""])
    return ((one, tuple(dict.fromkeys(found[one]))) for one in sorted(found, key=len, reverse=True))


def _plain(word: str) -> str:
    for typed, letter in SPELLED:
        word = word.replace(letter, typed)
    return word


BASES: Mapping[str, tuple[str, ...]] = dict(_bases_by_ending())
LONGEST_ENDING = max(map(len, BASES))


def _by_base_form(word: str, known: WordList) -> str | None:
    if word in known:
        return known[word]
    for length in range(min(LONGEST_ENDING, len(word) - LEAST_STEM), 0, -1):
        base = word[:-length]
        for instead in BASES.get(word[-length:], ()):
            if base + instead in known:
                return known[base + instead]
    return None


SPANISH = Translation(
    language="es",
    lexicon="spanish",
    articles=ARTICLES,
    spelled=SPELLED,
    by_base_form=_by_base_form,
    no_names=NO_NAMES,
    others=frozenset(word for line in lines("spanish_not") for word in line.split()),
    number=WRITTEN,
    english_number=ENGLISH_NUMBER,
)
