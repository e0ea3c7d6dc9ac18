"""What projects decides, without asking anybody."""
