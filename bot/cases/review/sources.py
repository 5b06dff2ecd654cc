"""Sources that are probably listed with a wrong day, or twice, or as editions of other articles."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bot.cases.days import A_DAY, days_of_articles, days_of_withdrawals
from bot.cases.model import Case
from bot.cases.review.observations import Observation


def same_texts(case: Case) -> Iterator[Observation]:
    """Yield ``same-text`` for each source whose file has the same bytes as that of one before it.

    Two publishers can print an agency's text alike; mostly one article was saved twice.
    """
    seen: dict[str, str] = {}
    for index, source in enumerate(case.sources):
        first = seen.setdefault(source.sha256, source.id)
        if first != source.id:
            message = f"the article is that of “{first}”, byte for byte"
            yield Observation("same-text", ("sources", index, "sha256"), message)


def unpublished(case: Case, today: str) -> Iterator[Observation]:
    """Yield ``future`` for each day of a case or its sources that is after an ISO day."""
    for path, day in (*days_of_articles(case), *days_of_withdrawals(case), (("revised",), case.revised)):
        if day > today:
            what = next(words for name, words in WHAT_IS_DATED.items() if name in path)
            yield Observation("future", path, f"{what} {day}, which is still to come")


def unknown_at_revision(case: Case) -> Iterator[Observation]:
    """Yield ``revised`` for each source that is younger than the last change of the case file."""
    known = (date.fromisoformat(case.revised) + A_DAY).isoformat()
    for path, day in days_of_articles(case):
        if day > known:
            message = f"the article is of {day}, but the file was last changed on {case.revised}"
            yield Observation("revised", path, message)


def unlike_originals(case: Case) -> Iterator[Observation]:
    """Yield ``unlike-original`` for each edition whose description is not that of the article it changed.

    An edition is the same article, published again at the same address: its headline and authors can be
    corrected, the publisher, the language and the day on which it first appeared cannot.
    """
    for index, source in enumerate(case.sources):
        original = case.source_by_id.get(source.edition_of or "")
        for name, plain in UNCHANGED.items() if original else ():
            was, now = (getattr(one, name) for one in (original, source))
            if was and now and plain(was) != plain(now):
                message = f"the original has “{was}” here, this edition “{now}”"
                yield Observation("unlike-original", ("sources", index, name), message)


def _address(url: str) -> str:
    """A web address without its scheme, a query, a fragment and a slash at its end."""
    return url.partition("://")[2].partition("#")[0].partition("?")[0].rstrip("/").lower()


WHAT_IS_DATED = {
    "date_published": "the article is dated",
    "date_modified": "the article is said to have changed on",
    "withdrawn": "the withdrawal, which holds already, is dated",
    "revised": "the last change is dated",
}
"""How a warning begins, by a name in the path of the day."""
UNCHANGED: Mapping[str, Callable[[str], str]] = {
    "publisher": str.casefold,
    "date_published": str,
    "in_language": str.casefold,
    "url": _address,
}
"""The fields that editions of one article share, each with what of a value is compared."""
