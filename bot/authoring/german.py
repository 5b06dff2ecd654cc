"""Tells an article in German from one in English, by the small words that only one of the two has."""

import re

GERMAN = re.compile(
    r"\b(?:der|das|dem|den|eine?[nmr]?|und|nicht|ist|sind|sich|auch|auf|für|mit|vo[nm]|zu[mr]|im|bei|nach"
    r"|aus|über|dass|wurden?|wird|haben|hatte|habe|sie|ihr|ihm|sei|als|noch|nur)\b",
    re.IGNORECASE,
)
"""Matches words that hardly a German paragraph does without, and that English does not have."""
ENGLISH = re.compile(
    r"\b(?:the|of|and|to|is|are|that|this|for|with|by|s?he|it|at|from|has|had|have|be|been|his|who|which)\b",
    re.IGNORECASE,
)
"""Matches words of English that are as frequent, and that German does not have."""


def is_german(text: str) -> bool:
    """Whether an article is in German rather than in English; one without any of these words is not."""
    return len(GERMAN.findall(text)) > len(ENGLISH.findall(text))
