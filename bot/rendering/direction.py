"""Ends marks of direction where the words end that hold them, so that no other words are turned around.

https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings
"""

import re

END_OF_EMBEDDING, END_OF_ISOLATE = "\u202c", "\u2069"
ENDS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", END_OF_EMBEDDING),
    **dict.fromkeys("\u2066\u2067\u2068", END_OF_ISOLATE),
}
"""The marks that begin a direction of their own, with the mark that ends it."""
MARK = re.compile(f"[{''.join(ENDS)}{END_OF_EMBEDDING}{END_OF_ISOLATE}]")


def contained(text: str) -> str:
    """The text, and after it an end for each mark of direction that is still open in it."""
    open_ends: list[str] = []
    for found in MARK.finditer(text):
        mark = found.group()
        if end := ENDS.get(mark):
            open_ends.append(end)
        elif mark == END_OF_ISOLATE and mark in open_ends:
            # It ends what was begun inside of the isolate, too.
            while open_ends.pop() != END_OF_ISOLATE:
                pass
        elif mark in open_ends[-1:]:
            open_ends.pop()
    return f"{text}{''.join(reversed(open_ends))}"
