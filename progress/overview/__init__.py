"""Plan beside actual: the rows of the screens."""
