"""Commands, each named for what it does."""
