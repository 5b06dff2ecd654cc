"""Slack: requests become commands for the command service, and its answers messages, views and unfurls."""
