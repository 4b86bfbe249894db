"""佐证材料: what every paper does with the files handed in with it."""
