"""Pages that show the plan only."""
