"""Slack: requests become questions for the desk, and its answers become what Slack shows."""
