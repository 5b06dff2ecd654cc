"""The MCP server: the quotation checker as tools and resources for AI assistants, over HTTP and stdio."""
