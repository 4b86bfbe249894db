"""One unit with all that it owes."""
