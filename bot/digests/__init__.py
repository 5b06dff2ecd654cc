"""Scheduled digests: when they are due, what they say, and how they are delivered."""
