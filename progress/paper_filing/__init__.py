"""代填: what a unit handed in on paper, typed by the office."""
