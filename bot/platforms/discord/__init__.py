"""Discord: interactions become queries, answers become messages of Components V2."""
