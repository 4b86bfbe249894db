"""What people type, checked and worded."""
