"""台账: a task's year, plan beside actual, read once and judged for any day and person."""
