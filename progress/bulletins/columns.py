"""The columns of a bulletin's tables, once for both files: a workbook on screen, a document on paper."""

from collections.abc import Iterable
from dataclasses import dataclass

from projects.paper.grid import GridColumn
from projects.paper.sheets import Column


@dataclass(frozen=True)
class BulletinColumn:
    """One column of both files: head, width in characters and in millimetres, how its values stand."""

    head: str
    on_screen: float
    on_paper: float
    is_centred_on_screen: bool = False
    is_centred_on_paper: bool = False
    number_format: str = "General"


def screen_columns(columns: Iterable[BulletinColumn]) -> tuple[Column, ...]:
    """The columns as a sheet of the workbook has them."""
    return tuple(
        Column(
            each.head,
            each.on_screen,
            "center" if each.is_centred_on_screen else "left",
            number_format=each.number_format,
        )
        for each in columns
    )


def paper_columns(columns: Iterable[BulletinColumn]) -> tuple[GridColumn, ...]:
    """The columns as a table of the document has them."""
    return tuple(GridColumn(each.head, each.on_paper, each.is_centred_on_paper) for each in columns)


def _text(head: str, on_screen: float, on_paper: float) -> BulletinColumn:
    """A column of words, which begin at its left."""
    return BulletinColumn(head, on_screen, on_paper)


def _short(head: str, on_screen: float, on_paper: float, number_format: str = "General") -> BulletinColumn:
    """A column of numbers or single words, in its middle."""
    return BulletinColumn(head, on_screen, on_paper, True, True, number_format)


OVERALL_COLUMNS = (
    _text("范围", 22, 37),
    _short("任务总数", 10, 20),
    _short("已完成", 10, 20),
    _short("超序时", 10, 20),
    _short("达序时", 10, 20),
    _short("滞后", 10, 20),
    _short("待评定", 10, 20),
    _short("未报", 10, 20),
    _short("其中严重滞后", 10, 20),
    _short("其中待审核", 10, 20),
    _short("其中未备案", 10, 20),
    _short("按序时推进占比", 12, 20, "0.0%"),
)
PROGRESS_COLUMNS = (
    _short("序号", 5.5, 10),
    _short("领域", 9, 14),
    _text("年度目标任务", 22, 28),
    _text("本季度序时进度", 26, 37),
    _text("本季度进展情况", 36, 39),
    _text("完成率", 20, 28),
    _short("进度评价", 16, 16),
    _text("存在问题", 18, 19),
    _text("下一步打算", 18, 19),
    _short("牵头单位", 12, 15),
    _text("共同责任单位", 17, 21),
    _short("备注", 10, 11),
)
BEHIND_COLUMNS = (
    _short("项号", 6, 10),
    _text("年度目标任务", 30, 40),
    _text("子项目", 14, 20),
    _text("现状", 42, 54),
    _short("滞后百分点", 11, 14, "0.0"),
    _short("进度评价", 16, 18),
    _text("原因", 26, 31),
    _text("下一步打算", 26, 31),
    _short("牵头单位", 14, 21),
    BulletinColumn("备注", 14, 18, is_centred_on_paper=True),
)
FILING_COLUMNS = (
    _short("序号", 6, 12),
    _text("单位", 20, 42),
    _short("未报项数", 10, 18),
    _text("未报任务", 34, 58),
    _text("退回未重报任务", 26, 45),
    _short("迟报项数", 10, 18),
    _text("迟报任务（迟报天数）", 40, 64),
)
PAST_COLUMNS = (
    _short("项号", 6, 12),
    _text("年度目标任务", 44, 76),
    _short("上期评价", 16, 24),
    _short("上期滞后百分点", 10, 19, "0.0"),
    _short("本期评价", 16, 24),
    _short("本期滞后百分点", 10, 19, "0.0"),
    _text("整改或更正情况", 36, 55),
    _short("牵头单位", 16, 28),
)
CORRECTED_COLUMNS = (
    _short("序号", 6, 12),
    _text("年度目标任务", 44, 70),
    _short("更正内容", 16, 30),
    _text("原通报", 34, 55),
    _text("更正为", 34, 55),
    _text("原因", 30, 48),
)
