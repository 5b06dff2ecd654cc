"""Checks what somebody claims to be a quotation against the sources."""
