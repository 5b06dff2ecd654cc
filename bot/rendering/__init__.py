"""How it looks: answers become payloads of each platform, and payloads are read back to prove them."""
