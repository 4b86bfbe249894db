"""What this installation prints on every page of everything, whoever lays it out; a demo: 演示数据."""

from dataclasses import dataclass


@dataclass
class House:
    """Set once, when the program starts (lianyungang/apps.py)."""

    mark: str = ""


HOUSE = House()
