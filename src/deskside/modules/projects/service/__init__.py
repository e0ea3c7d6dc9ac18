"""What projects does."""
