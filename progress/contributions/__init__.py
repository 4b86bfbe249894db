"""协同情况: what a lead shared out, what the co-responsible units send it, and what it takes over."""
