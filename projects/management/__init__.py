"""Commands that read documents and keep the register."""
