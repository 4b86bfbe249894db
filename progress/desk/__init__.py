"""工作台: what the person who signed in owes now, and what stands above every page."""
