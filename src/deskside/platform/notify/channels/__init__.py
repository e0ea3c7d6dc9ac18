"""The ways to reach people, each a connector."""
