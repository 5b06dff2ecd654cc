"""The doors for programs: the HTTP API below ``/api/v1``, and what it shares with the MCP server."""
