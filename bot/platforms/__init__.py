"""Where answers are said: one package a platform, and what they share."""
