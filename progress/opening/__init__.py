"""开启填报: a quarter is opened, its dates, and the numbers of a list."""
