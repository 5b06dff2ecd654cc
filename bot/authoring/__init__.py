"""Proposals for a case file, found in an article by rules; nothing of them stands until accepted."""
