"""A review of a case that loads: warnings about entries that are probably wrong, which an editor answers."""
