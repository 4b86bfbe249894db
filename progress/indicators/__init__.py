"""规划指标: the yearly values of the five-year plan, how they stand, the evaluation of a year."""
