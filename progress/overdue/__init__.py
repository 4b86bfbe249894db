"""逾期与滞后: the desk of what is missing, late or behind."""
