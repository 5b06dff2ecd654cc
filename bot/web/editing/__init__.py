"""The review page of an editor: an article's proposals, decided one by one, become a case."""
