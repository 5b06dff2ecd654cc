"""Wiring: builds the parts that the settings enable, starts them, stops them, and does nothing else."""
