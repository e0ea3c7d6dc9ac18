"""Questions that projects asks its tables."""
