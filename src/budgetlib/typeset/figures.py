"""How a figure without a printed form is set: enough places to come back as the same number, at least ``places``."""

from __future__ import annotations

from decimal import Decimal


def figure(value: float | None, places: int = 2, *, thousands: bool = True, blank: str = "") -> str:
    """``1674.94`` → "1,674.94"; more decimals than ``places`` only where the value has them; None is ``blank``."""
    if value is None:
        return blank
    exact = Decimal(repr(float(value)))
    exponent = exact.normalize().as_tuple().exponent
    decimals = max(places, -exponent if isinstance(exponent, int) else 0)
    return f"{exact:{',' if thousands else ''}.{decimals}f}"
