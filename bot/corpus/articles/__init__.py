"""Articles on their way into the content: read from files and pages, and written as a new case."""
