"""What the console sends and is answered."""
