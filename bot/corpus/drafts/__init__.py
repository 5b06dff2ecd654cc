"""Drafts of cases outside the content folder: an article, its proposals, and the journal of decisions."""
