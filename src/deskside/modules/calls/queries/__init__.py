"""Questions about calls."""
