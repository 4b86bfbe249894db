"""催办: what is owed is said to those who owe it."""
