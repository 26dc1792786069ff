"""Currencies as shapes take them: known ones, by their ISO 4217 code."""

from typing import Any

from marshmallow import ValidationError

from marketplace.foundation.saying import say
from marketplace.schemas.fields import Code

CODES = (
    "ALL AMD AUD AZN BAM BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GEL HKD HUF IDR ILS INR"
    " ISK JPY KES KRW MAD MDL MKD MXN NOK NZD PEN PLN RON RSD RUB RWF SEK SGD THB TND TRY TWD UAH"
    " USD UYU XOF ZAR"
)
CURRENCIES = frozenset(CODES.split())


class Currency(Code):
    """The code of a currency, in capital letters."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(3, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        code = super()._deserialize(value, attr, data, **rest)
        if code not in CURRENCIES:
            raise ValidationError(say("Write the code of a currency, such as EUR, SEK or PLN."))
        return code
