"""The plan as pages read it, and the schedule as it is printed."""
