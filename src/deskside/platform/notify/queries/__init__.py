"""Questions about notices, one function each."""
