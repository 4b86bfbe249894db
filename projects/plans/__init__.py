"""计划备案: the lead units' plans (实施方案) of a list that has no schedule."""
