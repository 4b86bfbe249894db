"""What tasks are grouped under by hand: 件 (its wing is matters) and 自定领域 (domains)."""
