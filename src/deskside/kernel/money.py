"""Money: whole fen inside, yuan at the doors, never a float in between."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import total_ordering
from typing import Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema
from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

FEN_PER_YUAN = 100
LIMIT_FEN = 10**15
"""Below this every amount is one and the same JSON number, to the fen, for any reader of doubles."""
MOST_DIGITS = 13


@total_ordering
class Money:
    """An amount in whole fen, less than ten trillion yuan either way; never changes.

    No dataclass: msgspec would write one as an object and never ask the hooks below.
    """

    __slots__ = ("_fen",)

    def __init__(self, fen: int) -> None:
        if type(fen) is not int:
            raise TypeError(f"fen are whole numbers, not {type(fen).__name__}")
        if abs(fen) >= LIMIT_FEN:
            raise ValueError("an amount of ten trillion yuan or more is refused")
        self._fen = fen

    @property
    def fen(self) -> int:
        """Whole fen."""
        return self._fen

    @classmethod
    def from_yuan(cls, yuan: Decimal | str | int) -> Self:
        """The amount of so many yuan; floats are a TypeError, parts of a fen a ValueError."""
        amount = _decimal(yuan)
        fen = amount * FEN_PER_YUAN
        if fen != fen.to_integral_value():
            raise ValueError(f"{amount} yuan has parts of a fen: round it first")
        return cls(int(fen))

    @classmethod
    def round_half_up(cls, yuan: Decimal) -> Self:
        """The nearest amount in fen; half a fen goes away from zero."""
        return cls(int((_decimal(yuan) * FEN_PER_YUAN).to_integral_value(ROUND_HALF_UP)))

    @classmethod
    def parse(cls, value: object) -> Self:
        """An amount as it comes through a door: yuan as Money, text, Decimal, or a JSON number.

        A JSON number that became a double is read by its shortest spelling, which below LIMIT_FEN is exact.
        """
        if isinstance(value, cls):
            return value
        if isinstance(value, float):
            return cls.from_yuan(repr(value))
        if isinstance(value, (Decimal, str, int)) and not isinstance(value, bool):
            return cls.from_yuan(value)
        raise ValueError("an amount is a number of yuan")

    def to_yuan(self) -> Decimal:
        """Yuan, with exactly two decimals."""
        return Decimal(self.fen).scaleb(-2)

    def json(self) -> int | float:
        """Yuan as a JSON number: at most two decimals, never an exponent."""
        yuan, rest = divmod(self.fen, FEN_PER_YUAN)
        return self.fen / FEN_PER_YUAN if rest else yuan

    def whole(self) -> str:
        """Like `¥6,950`: yuan, rounded half up (away from zero)."""
        yuan = int(self.to_yuan().to_integral_value(ROUND_HALF_UP))
        return f"{'-' if yuan < 0 else ''}¥{abs(yuan):,}"

    def exact(self) -> str:
        """Like `¥6,950.50`."""
        return f"{'-' if self.fen < 0 else ''}¥{abs(self.to_yuan()):,.2f}"

    def __str__(self) -> str:
        return str(self.to_yuan())

    def __repr__(self) -> str:
        return f"Money({self.fen})"

    def __eq__(self, other: object) -> bool:
        return self.fen == other.fen if isinstance(other, Money) else NotImplemented

    def __lt__(self, other: "Money") -> bool:
        return self.fen < other.fen

    def __hash__(self) -> int:
        return hash((Money, self.fen))

    def __bool__(self) -> bool:
        return self.fen != 0

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen)

    def __neg__(self) -> "Money":
        return Money(-self.fen)

    def __abs__(self) -> "Money":
        return Money(abs(self.fen))

    def __mul__(self, times: int) -> "Money":
        return Money(self.fen * times) if type(times) is int else NotImplemented

    __rmul__ = __mul__

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.json, when_used="json"),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "number", "multipleOf": 0.01, "description": "yuan"}


ZERO = Money(0)
"""For `sum(amounts, ZERO)`."""


def _decimal(value: Decimal | str | int) -> Decimal:
    if isinstance(value, (float, bool)):
        raise TypeError(f"money is never a {type(value).__name__}")
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is no amount of yuan") from None
    if not amount.is_finite():
        raise ValueError(f"{value!r} is no amount of yuan")
    if amount.adjusted() > MOST_DIGITS:
        raise ValueError("an amount of ten trillion yuan or more is refused")
    return amount


def encode_hook(value: object) -> object:
    """For msgspec's `enc_hook`: Money goes out as a JSON number of yuan."""
    if isinstance(value, Money):
        return value.json()
    raise NotImplementedError(f"{type(value).__name__} has no wire form")


def decode_hook(kind: type, value: object) -> object:
    """For msgspec's `dec_hook`: a number or text of yuan becomes Money."""
    if kind is Money:
        return Money.parse(value)
    raise NotImplementedError(f"{kind.__name__} has no wire form")


class MoneyType(TypeDecorator[Money]):
    """A BIGINT column of fen."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else value.fen

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:  # noqa: ARG002
        return None if value is None else Money(int(value))
