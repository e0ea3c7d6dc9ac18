"""What projects does by itself."""
