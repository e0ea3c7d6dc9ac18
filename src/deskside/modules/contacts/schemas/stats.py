"""Statistics."""

from datetime import date

from deskside.kernel.wire import Output


class RatingCount(Output):
    """How many customers of a rating are invalid, valid, unconfirmed."""

    importance: int
    invalid: int
    valid: int
    unconfirmed: int


class RatingsOut(Output):
    items: list[RatingCount]


class ValidityOut(Output):
    invalid: int
    valid: int
    unconfirmed: int
    total: int


class MailWeek(Output):
    """Mail of one week, which begins on Monday."""

    week: date
    sent: int
    received: int


class MailOut(Output):
    items: list[MailWeek]
