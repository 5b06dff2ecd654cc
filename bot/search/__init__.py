"""Finding passages: sources as sentences, and words compared without case or typography."""
