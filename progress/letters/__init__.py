"""Reminders on their way out: to whom, and by what beside the page."""
