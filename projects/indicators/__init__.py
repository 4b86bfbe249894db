"""规划指标: the five-year plan adopted from its document, and what a person settles about its indicators."""
