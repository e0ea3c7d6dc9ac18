"""Reading one project: from the cache, or from the remote for all who wait."""
