"""使用帮助, for each role."""
