"""佐证材料: which file belongs to which paper of the actual."""
