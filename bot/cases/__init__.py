"""What we know: articles, and the structured summaries whose every quotation is proven verbatim."""
