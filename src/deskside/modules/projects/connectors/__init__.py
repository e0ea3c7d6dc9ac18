"""The remote that knows the projects: over HTTP, in a plain database, and as a fake."""
