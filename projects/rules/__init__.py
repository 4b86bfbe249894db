"""What both apps decide from plain values: quarters, days, amounts, roles, states of the plan. No Django."""
