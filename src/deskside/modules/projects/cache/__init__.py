"""What projects keeps in memory."""
