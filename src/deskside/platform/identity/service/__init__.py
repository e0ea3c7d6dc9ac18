"""What changes users, departments and credentials."""
