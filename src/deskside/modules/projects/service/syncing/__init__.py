"""Reading the lists of the remote."""
