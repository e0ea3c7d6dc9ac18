"""What calls does: reading the vendor, keeping what it says, counting, reporting."""
