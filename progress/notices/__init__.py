"""督办单: numbered orders in three levels, from the draft to the reply that closes them."""
