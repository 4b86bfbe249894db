"""The task table, and one task with its whole year."""
