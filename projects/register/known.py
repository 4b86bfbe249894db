"""The registers that come with the system, for a city whose units are known already."""

import json
from dataclasses import dataclass

from django.conf import settings

FIXTURES = settings.BASE_DIR / "fixtures"


@dataclass(frozen=True)
class KnownRegister:
    """A city's units and groups, as a file of rows."""

    code: str
    name: str
    units: str

    @property
    def content(self) -> str:
        """The rows, as Django writes them."""
        return (FIXTURES / self.units).read_text(encoding="utf-8")


def registers_for(city: str) -> tuple[KnownRegister, ...]:
    """Those that a city is offered: its own, or all of them before anybody has said how it is called."""
    return tuple(each for each in known_registers() if city in ("", each.name))


def known_registers() -> tuple[KnownRegister, ...]:
    """Those that fixtures/registers.json names."""
    registers = json.loads((FIXTURES / "registers.json").read_text(encoding="utf-8"))
    return tuple(KnownRegister(**each) for each in registers)
