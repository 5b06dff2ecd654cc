"""One service that every surface asks: who asks, what they prefer, what to answer, and what comes later."""
