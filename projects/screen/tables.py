"""The shared fast table: columns, order and pages by django-tables2, the body joined here (quality.md,
Speed).

A subclass declares its columns by `column` and where a value is more than its words a method
`cell_<name>(row)`, which returns what a function of `cells` wrote or plain text; plain text is escaped here.
A row is a dict of one query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django_tables2.data import TableListData

from projects.screen import cells
from projects.screen.links import Link, changed

SIZES = (20, 50, 100, 200)
LEADING = {"no", "main"}  # the kinds of column that head a card: a number, a name
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Pages:
    """Where in the table one stands, and the ways on."""

    total: int
    first: int
    last: int
    links: tuple[Link, ...]
    sizes: tuple[Link, ...]
    previous: str = ""
    next: str = ""
    unit: str = "项"


class FastColumn(tables.Column):
    """A column of which every table writes its head anew and nothing else."""

    def __deepcopy__(self, known: dict) -> "FastColumn":
        """A table copies all its columns: their parts are never written and need no copies."""
        return copy(self)


def column(label: str, kind: str = "", *order: str, short: str = "") -> FastColumn:
    """A column headed `label`, its cells of a class; sorted by `order` if at all.

    `short` is its name on a phone's card.
    """
    attributes = {"class": kind}
    if short:
        attributes["data-label"] = short
    return FastColumn(
        verbose_name=label, orderable=bool(order), order_by=order or None, attrs={"td": attributes}
    )


class InOrder(TableListData):
    """Rows that stand in a column's order already: its head says so, nobody sorts or counts them again."""

    def __init__(self, rows: Iterable[Row], column: str) -> None:
        super().__init__(list(rows))
        self.column = column

    @property
    def ordering(self) -> tuple[str]:
        """The column whose order it is."""
        return (self.column,)

    def order_by(self, aliases: Sequence[str]) -> None:
        """They stay as they stand."""


class FastTable(tables.Table):
    """A table whose rows are dicts and whose body is joined without a template."""

    UNIT = "项"  # what a row is counted in
    OWN_ORDER = "文件顺序"  # the order of the rows as they are given
    CARDS = True  # on a phone every row becomes a card

    class Meta:
        order_by_field = "sort"
        attrs = {"class": "t stick"}
        empty_text = ""

    def __init__(self, rows: Any, *, query: Mapping[str, str], per_page: int = 50, **options: Any) -> None:
        """Order and page as the query asks; what it asks wrongly is passed over."""
        super().__init__(rows, **options)
        self.query = query
        if asked := query.get(self.prefixed_order_by_field):
            self.order_by = asked
        self.paginate(per_page=_asked_size(query.get(self.prefixed_per_page_field), per_page))
        self.page = self.paginator.get_page(query.get(self.prefixed_page_field))

    @cached_property
    def shown(self) -> Sequence[Row]:
        """The rows of this page."""
        return self.page.object_list.data

    def html(self) -> SafeString:
        """The table element."""
        columns = list(self.columns)
        kinds = f"{self.attrs.get('class', '')}{' cards' if self.CARDS else ''}"
        head = cells.element("tr", *[self._head(column) for column in columns])
        body = self._body(columns)
        return cells.element("table", cells.element("thead", head), cells.element("tbody", body), kind=kinds)

    def pages(self) -> Pages:
        """The pagination of this table."""
        page: Page = self.page
        current, last = page.number, self.paginator.num_pages
        return Pages(
            total=self.paginator.count,
            first=page.start_index(),
            last=page.end_index(),
            links=tuple(
                self._page_link(number, current)
                for number in self.paginator.get_elided_page_range(current, on_each_side=2, on_ends=1)
            ),
            sizes=tuple(self._size_link(size) for size in SIZES),
            previous=self._address(page=current - 1) if current > 1 else "",
            next=self._address(page=current + 1) if current < last else "",
            unit=self.UNIT,
        )

    def order(self) -> str:
        """The order asked for, as the address says it; "" for the table's own."""
        return str(self.order_by[0]) if self.query.get(self.prefixed_order_by_field) and self.order_by else ""

    def orders(self) -> list[tuple[str, str]]:
        """The orders one may choose from where there is no head to click: value and label, the table's own
        first.
        """
        labels = {column.name: str(column.header) for column in self.columns if column.orderable}
        backwards = {
            f"-{name}": f"{label}（倒序）" for name, label in labels.items() if self.order() == f"-{name}"
        }
        return [("", self.OWN_ORDER), *labels.items(), *backwards.items()]

    def _body(self, columns: list) -> SafeString:
        """The rows of this page, joined."""
        openings = [_opening(column) for column in columns]
        values = [map(self._cell(column.name), self.shown) for column in columns]
        return cells.rows(openings, zip(*values, strict=True))

    def _cell(self, name: str) -> Callable[[Row], object]:
        """The function that gives a column's cell of a row: `cell_…` where there is one, else the value."""
        return getattr(self, f"cell_{name}", None) or itemgetter(name)

    def _head(self, column: Any) -> SafeString:
        """The head of a column; where it can be sorted by, the link that does it."""
        kind = _class_of(column)
        if not (self.orderable and column.orderable):
            return cells.element("th", column.header, scope="col", kind=kind)
        order = column.order_by_alias
        sorted_so = ""
        if column.is_ordered:
            sorted_so = "descending" if order.is_descending else "ascending"
        way = cells.link(self._address(sort=order.next), column.header)
        return cells.element("th", way, scope="col", kind=kind, aria_sort=sorted_so)

    def _page_link(self, number: int | str, current: int) -> Link:
        if not isinstance(number, int):
            return Link("…")
        return Link(str(number), self._address(page=number), here=number == current)

    def _size_link(self, size: int) -> Link:
        return Link(str(size), self._address(per_page=size), here=size == self.paginator.per_page)

    def _address(self, **changes: object) -> str:
        """This page with something changed.

        Whoever turns to another page keeps the rest, any other change starts at the first.
        """
        return changed(self.query, without=() if "page" in changes else ("page",), **changes)


def _asked_size(asked: str | None, default: int) -> int:
    """One of SIZES, or the default."""
    return next((size for size in SIZES if str(size) == asked), default)


def _opening(column: Any) -> SafeString:
    """The opening tag of a column's cells; a card on a phone shows the label unless the column leads it."""
    kind = _class_of(column)
    if LEADING & set(kind.split()):
        return cells.opening(kind, "")
    return cells.opening(kind, column.column.attrs.get("td", {}).get("data-label", column.header))


def _class_of(column: Any) -> str:
    return column.column.attrs.get("td", {}).get("class", "")
