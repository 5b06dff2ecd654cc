"""Finds passages of the sources, and aligns texts with them, without regard to case and typography."""
