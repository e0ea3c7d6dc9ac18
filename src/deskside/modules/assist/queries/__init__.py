"""What assist can be asked: one function per question."""
