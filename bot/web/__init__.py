"""The web pages: the cases, the reading page of each source, and the playground."""
