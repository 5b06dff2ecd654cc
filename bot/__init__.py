"""Answers about lawsuits in the news, only in the words of the source."""

__version__ = "0.1.0"
