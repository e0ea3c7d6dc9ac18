"""What members says over the wire, in camelCase as its documents do."""
