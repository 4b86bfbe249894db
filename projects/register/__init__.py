"""单位: the register of units and groups, and what each answers for."""
