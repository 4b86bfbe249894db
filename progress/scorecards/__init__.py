"""考核: points per unit and year with their working, objections, the issue."""
