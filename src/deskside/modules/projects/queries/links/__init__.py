"""Questions about links, and about what their pages show."""
