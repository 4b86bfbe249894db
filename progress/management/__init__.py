"""Commands that send what is due."""
