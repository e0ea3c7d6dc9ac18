"""What every look-up needs, kept in the process: reminders, businesses, number lists, tokens and names."""
