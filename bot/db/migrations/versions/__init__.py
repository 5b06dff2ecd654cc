"""One module a version of the schema, each after the one it names."""
