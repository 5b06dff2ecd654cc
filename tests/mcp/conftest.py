"""The MCP server over real sockets: the site as it runs."""

from tests.api.conftest import client, opened

__all__ = ["client", "opened"]
