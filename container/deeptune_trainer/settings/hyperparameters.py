"""Typed access to a job's hyperparameters. A recipe names all it knows, those inside of a
JSON-typed one behind a dot (trainer_config.learning_rate); any other name is refused."""

from collections.abc import Iterable, Sequence
from typing import Any

from ..contract.failures import PlatformFault


class Hyperparameters:
    """The decoded hyperparameters of one job. Every getter raises PlatformFault
    `hyperparameter-invalid`."""

    def __init__(
        self,
        values: dict[str, Any],
        known: Iterable[str],
        where: str = "",
    ) -> None:
        self.values, self.known, self.where = values, list(known), where
        unknown = sorted(set(values) - {name.partition(".")[0] for name in self.known})
        if unknown:
            text = f"unknown hyperparameters {where}{', '.join(unknown)}; "
            text += f"known: {', '.join(sorted(self.known))}"
            raise PlatformFault("hyperparameter-unknown", text)

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def number(
        self, name: str, default: float | None = None, minimum: float = 0.0, maximum: float = 1e30
    ) -> Any:
        """A number from `minimum` to `maximum`, or `default` where it is absent or null."""
        value = self.values.get(name)
        if value is None:
            return default
        if not is_number(value) or not minimum <= value <= maximum:
            raise self.invalid(name, f"a number from {minimum:g} to {maximum:g}")
        return float(value)

    def integer(self, name: str, default: int | None = None, minimum: int = 1) -> Any:
        """An integer >= `minimum` (60.0 counts as one), or `default`."""
        value = self.number(name, None, minimum)
        if value is not None and value != int(value):
            raise self.invalid(name, "an integer")
        return default if value is None else int(value)

    def boolean(self, name: str, default: bool = False) -> Any:
        """true/false, also written 0/1, or `default`."""
        value = self.values.get(name, default)
        if value not in (True, False, None):
            raise self.invalid(name, "true or false")
        return default if value is None else bool(value)

    def one_of(self, name: str, choices: Sequence[str], default: str | None) -> Any:
        """One of the strings `choices`, or `default`."""
        value = self.values.get(name)
        if value is not None and value not in choices:
            raise self.invalid(name, f"one of {', '.join(choices)}")
        return default if value is None else value

    def text(self, name: str, default: Any = None) -> Any:
        """A string, or `default`."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            raise self.invalid(name, "a string")
        return default if value is None else value

    def numbers(
        self, name: str, default: tuple[int, ...] = (), maximum: int = 64
    ) -> tuple[float, ...]:
        """A list of up to `maximum` positive numbers (a lone number counts as one), as a tuple."""
        value = self.values.get(name)
        if value is None:
            return tuple(default)
        values = [value] if is_number(value) else value
        if (
            not isinstance(values, list)
            or len(values) > maximum
            or not all(map(is_positive, values))
        ):
            raise self.invalid(name, f"a list of up to {maximum} positive numbers")
        return tuple(values)

    def group(self, name: str, known: Sequence[str] | None = None) -> "Hyperparameters":
        """The nested hyperparameters of a JSON-typed field such as trainer_config; empty where
        it is absent. `known` are the names inside, by default those behind `name` and a dot."""
        inside = [each.partition(".") for each in self.known]
        known = known or [rest for outer, _, rest in inside if outer == name]
        value = self.values.get(name)
        if value is not None and not isinstance(value, dict):
            raise self.invalid(name, "an object")
        return Hyperparameters(value or {}, known, f"{name}.")

    def invalid(self, name: str, expected: str) -> PlatformFault:
        """The error for a value that is not what was `expected`."""
        text = f"{self.where}{name} must be {expected}, not {self.values.get(name)!r}"
        return PlatformFault("hyperparameter-invalid", text)


def is_number(value: Any) -> bool:
    """True for int and float, not for booleans."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_positive(value: int) -> bool:
    """True for a finite number above zero."""
    return is_number(value) and 0 < value < float("inf")


def is_exclusive(h: Hyperparameters) -> bool:
    """True where each input has exactly one concept: concepts_mutually_exclusive true or logreg
    0 (softmax)."""
    return h.boolean("concepts_mutually_exclusive") or h.boolean("logreg", True) is False
