"""人大监督: what congress and surveys say of a list."""
