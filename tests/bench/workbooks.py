"""Workbooks and the Word bulletin of 160 and of 1,600 made-up tasks: time grows with the rows, no faster."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.document import bulletin_document
from progress.bulletins.prose import prose
from progress.bulletins.workbook import bulletin_workbook
from projects.lists.schedule_workbook import Schedule, ScheduleCell, ScheduleRow, schedule_workbook
from tests.bench.measuring import Case, Must
from tests.progress.bulletins.bulletin_values import many

CELL = ScheduleCell(
    "市二院：智能化和内外装招标并进场施工。开发区：地下室结构施工完成，地上主体施工完成60%。" * 2,
    ("市二院", "开发区"),
)
CLAUSE = "（牵头单位：市卫健委；共同责任单位：市发改委、市财政局、市资源局，各县区）"
SMALL, LARGE = "schedule workbook, 160 tasks", "schedule workbook, 1,600 tasks"


@contextmanager
def workbooks() -> Iterator[list[Case]]:
    """Each export in the two sizes."""
    small, large = _schedule(160), _schedule(1600)
    yield [
        Case(SMALL, lambda: schedule_workbook(small), Must(2000)),
        Case(LARGE, lambda: schedule_workbook(large), Must(12, of=SMALL)),
        *_bulletins(),
    ]


def _bulletins() -> list[Case]:
    """The bulletin as workbook and as document, drawn figures given."""
    few, lots = many(160), many(1600)
    kinds = {
        "workbook": bulletin_workbook,
        "document": lambda figures: bulletin_document(figures, prose(figures, city=LIANYUNGANG)),
    }
    return [
        case
        for kind, write in kinds.items()
        for case in _two_sizes(f"bulletin {kind}", partial(write, few), partial(write, lots))
    ]


def _two_sizes(name: str, few: Callable[[], object], lots: Callable[[], object]) -> tuple[Case, Case]:
    small = f"{name}, 160 tasks"
    return Case(small, few, Must(2000)), Case(f"{name}, 1,600 tasks", lots, Must(12, of=small))


def _schedule(tasks: int) -> Schedule:
    rows = (
        ScheduleRow(number, "建设医院6所。" * 6, (CELL,) * 4, CLAUSE, f"第{number // 16}领域")
        for number in range(1, tasks + 1)
    )
    return Schedule("2021年连云港市50件民生实事序时进度安排方案", tuple(rows))
