"""The only writers of the plan."""
