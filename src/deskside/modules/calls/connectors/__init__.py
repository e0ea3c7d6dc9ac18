"""The vendor of outbound calls, as its own contract has it and as a fake."""
