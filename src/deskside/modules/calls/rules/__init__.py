"""What calls decides, without asking anybody."""
