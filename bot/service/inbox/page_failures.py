"""Keeps why a watched page could not be read, so that each editor reads it in their own language."""

import json

from bot.corpus.articles.limits import ArticleRefused


def kept_failure(error: ArticleRefused) -> str:
    """What is stored of a refusal: its message, and what fills it."""
    return json.dumps([error.message, dict(error.values)])


def read_failure(kept: str) -> ArticleRefused:
    """The refusal that was kept; one that was stored as its sentence alone is that sentence."""
    try:
        message, values = json.loads(kept)
        return ArticleRefused(message, values)
    except (ValueError, TypeError, LookupError, AttributeError):
        return ArticleRefused(kept)
