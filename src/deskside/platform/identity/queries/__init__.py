"""Questions about users, departments and credentials."""
