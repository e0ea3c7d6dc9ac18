"""What people change about notices."""
