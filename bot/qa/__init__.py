"""Question answering: finds the passages of a case that answer a free question, or that none does."""
