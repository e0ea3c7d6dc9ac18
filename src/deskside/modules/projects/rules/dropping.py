"""When a list is too short to be true."""


def is_drop(before: int | None, after: int, percent: int, minimum: int) -> bool:
    """Whether `after` is more than `percent` less than `before`, and at least `minimum` fewer."""
    if before is None:
        return False
    fewer = before - after
    return fewer >= minimum and fewer * 100 > before * percent
