"""The year and the quarter at a glance."""
