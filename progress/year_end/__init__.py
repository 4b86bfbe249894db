"""年底: what becomes of the unfinished, the conclusion of the list, the reports on what goes on."""
