"""进展报告: written, signed, submitted, reviewed, accepted or returned; and 销号."""
