"""Sources that are probably listed with a wrong day, or twice."""

from collections.abc import Iterator

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
    """Yield ``future`` for each source that is dated after an ISO day."""
    for index, source in enumerate(case.sources):
        if source.date_published > today:
            message = f"the article is dated {source.date_published}, which is still to come"
            yield Observation("future", ("sources", index, "date_published"), message)
