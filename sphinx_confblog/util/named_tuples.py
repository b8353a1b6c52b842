"""`NamedTuple` like typing's, but created three times as fast and pickled in fewer bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple  # noqa: TID251
else:
    from collections import namedtuple

    class _Maker(type):
        """Makes a named tuple of a class statement, and leaves annotations as they are.

        Typing would compile each of them.
        """

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = namespace["__annotations__"]
            defaults = [namespace[field] for field in fields if field in namespace]
            module = namespace["__module__"]
            made = namedtuple(name, fields, defaults=defaults, module=module)  # noqa: PYI024

            def set_values(record: tuple[Any, ...]) -> tuple[Any, ...]:
                """Return what a pickle needs: all values but defaults at the end."""
                end, first = len(fields), len(fields) - len(defaults)
                while end > first and record[end - 1] is defaults[end - 1 - first]:
                    end -= 1
                return tuple(record[:end])

            made.__getnewargs__ = set_values
            for key, value in namespace.items():
                if key not in fields:
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Maker):
        """The base that a class statement names."""
