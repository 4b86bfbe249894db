"""What both apps decide from plain values: quarters, days, amounts, roles, the states of the plan. No Django here."""
