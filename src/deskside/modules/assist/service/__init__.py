"""What assist can be asked to change. Functions take the transaction first."""
