"""Discord: interactions become queries, and answers become messages of Components V2."""
