"""What a process keeps of answers."""
