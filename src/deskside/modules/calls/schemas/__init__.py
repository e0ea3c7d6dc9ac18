"""Shapes of calls: what the vendor answers, what people see and send."""
