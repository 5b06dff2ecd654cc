"""Delivery: what is due is posted once, whatever happens to processes, networks and databases meanwhile."""
