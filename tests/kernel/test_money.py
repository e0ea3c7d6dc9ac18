import json
import pickle
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select

from deskside.kernel.money import LIMIT_FEN, ZERO, Money, MoneyType, decode_hook, encode_hook

amounts = st.integers(-LIMIT_FEN + 1, LIMIT_FEN - 1).map(Money)
small = st.integers(-(10**9), 10**9).map(Money)


class Bill(BaseModel):
    total: Money
    tip: Money | None = None


class Line(msgspec.Struct):
    fee: Money


@given(amounts)
def test_an_amount_survives_json_through_doubles(amount: Money) -> None:
    text = Bill(total=amount).model_dump_json()
    assert Bill.model_validate_json(text).total == amount
    assert Bill.model_validate(json.loads(text)).total == amount


@given(amounts)
def test_a_json_number_has_two_decimals_at_most_and_no_exponent(amount: Money) -> None:
    number = TypeAdapter(Money).dump_json(amount).decode()
    assert "e" not in number.lower()
    assert len(number.partition(".")[2]) <= 2
    assert Decimal(number) == amount.to_yuan()
    assert Decimal(json.dumps(amount.json())) == amount.to_yuan()


@given(amounts)
def test_msgspec_reads_what_it_wrote(amount: Money) -> None:
    data = msgspec.json.encode(Line(amount), enc_hook=encode_hook)
    assert msgspec.json.decode(data, type=Line, dec_hook=decode_hook) == Line(amount)
    assert Decimal(json.dumps(json.loads(data)["fee"])) == amount.to_yuan()


@given(amounts)
def test_text_and_decimal_yuan_give_the_same_amount(amount: Money) -> None:
    assert Money.from_yuan(str(amount)) == amount
    assert Money.from_yuan(amount.to_yuan()) == amount


@given(small, small, small)
def test_adding_is_exact(a: Money, b: Money, c: Money) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b - b == a
    assert sum([a, b, c], ZERO).fen == a.fen + b.fen + c.fen
    assert 3 * a == a * 3 == a + a + a
    assert a + (-a) == ZERO
    assert abs(a) >= ZERO
    assert (a < b) == (a.to_yuan() < b.to_yuan())


@pytest.mark.parametrize("value", [1.5, 1.0, True])
def test_floats_and_truths_are_never_money(value: Decimal) -> None:
    with pytest.raises(TypeError):
        Money.from_yuan(value)
    with pytest.raises(TypeError):
        Money.round_half_up(value)
    with pytest.raises(TypeError):
        Money(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["1.234", "1e99999", "NaN", "Infinity", "x", "", "10000000000000"])
def test_what_is_no_amount_of_fen_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"yuan|amount"):
        Money.from_yuan(value)
    with pytest.raises(ValidationError):
        Bill.model_validate({"total": value})


@pytest.mark.parametrize("value", [None, [], {}, True, 0.001, float("nan"), float("inf")])
def test_a_body_with_another_thing_than_an_amount_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        Bill.model_validate({"total": value})


def test_whole_yuan_are_rounded_half_up_and_grouped() -> None:
    assert Money.from_yuan("6950").whole() == "¥6,950"
    assert Money.from_yuan("6949.50").whole() == "¥6,950"
    assert Money.from_yuan("6949.49").whole() == "¥6,949"
    assert Money.from_yuan("-0.50").whole() == "-¥1"
    assert Money.from_yuan("-0.40").whole() == "¥0"


def test_exact_yuan_are_shown_with_fen() -> None:
    assert Money.from_yuan("6950.5").exact() == "¥6,950.50"
    assert Money.from_yuan("-1234.05").exact() == "-¥1,234.05"


def test_rounding_is_half_up_where_it_is_asked_for() -> None:
    assert Money.round_half_up(Decimal("0.005")).fen == 1
    assert Money.round_half_up(Decimal("-0.005")).fen == -1
    assert Money.round_half_up(Decimal("2.675")).fen == 268


def test_an_amount_never_changes_and_is_a_key() -> None:
    amount = Money(5)
    with pytest.raises(AttributeError):
        amount.fen = 6  # type: ignore[misc]
    assert {amount: 1}[Money(5)] == 1
    assert pickle.loads(pickle.dumps(amount)) == amount  # noqa: S301 - our own
    assert amount != 5
    assert repr(amount) == "Money(5)"


def test_only_nothing_is_false() -> None:
    assert not ZERO
    assert Money(1)
    assert str(Money(5)) == "0.05"


def test_money_does_not_mix_with_numbers() -> None:
    for mixed in ("Money(1) + 1", "Money(1) - 1", "Money(1) * 1.5", "Money(1) < 1"):
        with pytest.raises((TypeError, AttributeError)):
            eval(mixed, {"Money": Money})  # noqa: S307 - the type checker would refuse the plain form


def test_the_schema_says_that_it_is_a_number() -> None:
    assert Bill.model_json_schema()["properties"]["total"]["type"] == "number"


def test_a_column_keeps_fen() -> None:
    table = Table("bills", MetaData(), Column("total", MoneyType))
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"total": Money(695050)}, {"total": None}])
        assert list(connection.scalars(select(table.c.total))) == [Money(695050), None]
        assert list(connection.exec_driver_sql("SELECT total FROM bills").scalars()) == [695050, None]
    engine.dispose()
