"""The actual: what units report, what the commission decides."""
