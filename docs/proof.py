"""Proves an answer's quotations against the article, without any code of the bot.

``python docs/proof.py ANSWER.json ARTICLE.txt …`` reads what ``/api/v1`` or ``say --json`` gave, looks for
each quotation in it, and says of each whether the article has exactly these words at this place. Offsets
count Unicode code points of the file as UTF-8; its bytes are compared with the SHA-256 that the answer names.
The exit status is 0 where every quotation holds, 1 where one does not or there is none, 2 where a file cannot
be read.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def quotations(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in an answer that quotes: it has words, a start and an end in its source."""
    if isinstance(value, dict):
        if {"source", "start", "end"} <= value.keys() and ("exact" in value or "source_file" in value):
            yield value
        for inner in value.values():
            yield from quotations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quotations(inner)


def proves(quotation: dict[str, Any], articles: dict[str, str]) -> str:
    """Why a quotation does not hold; empty where it does. ``articles`` are texts by their SHA-256."""
    words, start, end = quotation.get("exact", quotation.get("text")), quotation["start"], quotation["end"]
    if not isinstance(words, str) or not words or type(start) is not int or type(end) is not int:
        return "it has no words, or no place"
    digest = quotation.get("sha256")
    if digest is not None and digest not in articles:
        return f"no article that was given has the SHA-256 {digest}"
    texts = [articles[digest]] if digest is not None else list(articles.values())
    if not any(0 <= start < end == start + len(words) and text[start:end] == words for text in texts):
        return "the article has other words there"
    around = quotation.get("prefix", ""), quotation.get("suffix", "")
    if not any(
        text[:start].endswith(around[0]) and text[end:].startswith(around[1]) and text[start:end] == words
        for text in texts
    ):
        return "the article has other words before or after it"
    return ""


def main(arguments: list[str]) -> int:
    """Print a line for each quotation, and give the exit status."""
    try:
        answer, *files = (Path(name).read_bytes() for name in arguments)
        articles = {hashlib.sha256(raw).hexdigest(): raw.decode() for raw in files}
        found = list(quotations(json.loads(answer)))
    except (OSError, ValueError) as error:
        print(f"cannot be read: {error}" if arguments else __doc__)
        return 2
    wrong = 0
    for quotation in found:
        reason = proves(quotation, articles)
        wrong += bool(reason)
        place = f"{quotation['source']}[{quotation['start']}:{quotation['end']}]"
        shown = reason or json.dumps(quotation.get("exact", quotation.get("text")), ensure_ascii=False)
        print(f"{'FAILS' if reason else 'holds'}  {place}  {shown}")
    print(f"{len(found) - wrong} of {len(found)} quotations hold.")
    return int(bool(wrong) or not found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
