"""Questions of members: to the warehouse, always bound to one site and one subject, and to our own tables."""
