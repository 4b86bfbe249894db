"""The only writers of the actual: the same nouns as the models."""
