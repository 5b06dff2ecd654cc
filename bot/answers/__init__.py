"""Answers: a query becomes an answer of facts and proven quotations; rendering decides the layout."""
