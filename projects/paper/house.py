"""What this installation prints on every page of everything, whoever lays it out; a demo: 演示数据."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class House:
    """Set once, when the program starts (lianyungang/apps.py)."""

    mark: str = ""


HOUSE = House()


@contextmanager
def marked(words: str) -> Iterator[None]:
    """Whatever is laid out within bears these words: a demo's database is filled before it is one."""
    before, HOUSE.mark = HOUSE.mark, words
    try:
        yield
    finally:
        HOUSE.mark = before
