"""The plan: official documents become lists of tasks with units, targets and milestones."""
