"""What crosses the doors of projects."""
