"""Pages put together from their parts, and what people change on them."""
