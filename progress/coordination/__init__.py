"""会办: meetings on stuck tasks, and what was concluded there."""
