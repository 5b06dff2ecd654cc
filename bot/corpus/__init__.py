"""All reading and writing of the content: case files, articles, caches, the index on disk, hot reload."""
