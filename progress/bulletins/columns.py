"""The columns of a bulletin's tables, once for both files: a workbook on screen, a document on paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from progress.rules.figures import Figures
from projects.paper.grid import GridColumn
from projects.paper.sheets import Column
from projects.rules.headings import DOMAIN, domain_head

NOTHING = "—"
PLAN_HEAD, PROGRESS_HEAD = "本季度序时进度", "本季度进展情况"
YEAR_HEADS = {PLAN_HEAD: "四季度序时进度", PROGRESS_HEAD: "全年进展情况"}  # where the issue is on the year


@dataclass(frozen=True)
class BulletinColumn:
    """One column of both files: head, width in characters, how its values stand.

    One that may be idle is left out where no row has a word in it.
    """

    head: str
    on_screen: float
    is_centred: bool = False
    number_format: str = "General"
    may_be_idle: bool = False


def in_use(
    columns: Sequence[BulletinColumn], rows: Sequence[tuple | str]
) -> tuple[tuple[BulletinColumn, ...], list[tuple | str]]:
    """The columns and rows without the columns that may be idle and are."""
    cells = [row for row in rows if not isinstance(row, str)]
    kept = [
        place
        for place, column in enumerate(columns)
        if not column.may_be_idle or any(row[place] not in ("", NOTHING) for row in cells)
    ]
    shown = [row if isinstance(row, str) else tuple(row[place] for place in kept) for row in rows]
    return tuple(columns[place] for place in kept), shown


def heads_of(figures: Figures) -> Mapping[str, str]:
    """The heads that this issue words otherwise: of the year its plan's quarter, of 自定 domains that."""
    heads = {DOMAIN: domain_head(is_custom=figures.has_custom_domains)}
    return heads | YEAR_HEADS if figures.is_year else heads


def progress_columns(figures: Figures) -> tuple[BulletinColumn, ...]:
    """The columns of 进展情况表."""
    heads = heads_of(figures)
    return tuple(replace(each, head=heads.get(each.head, each.head)) for each in PROGRESS_COLUMNS)


def screen_columns(columns: Iterable[BulletinColumn]) -> tuple[Column, ...]:
    """The columns as a sheet of the workbook has them."""
    return tuple(
        Column(
            each.head,
            each.on_screen,
            "center" if each.is_centred else "left",
            number_format=each.number_format,
        )
        for each in columns
    )


def paper_columns(columns: Iterable[BulletinColumn]) -> tuple[GridColumn, ...]:
    """The columns as a table of the document has them, widths as proportions."""
    return tuple(GridColumn(each.head, each.on_screen, each.is_centred) for each in columns)


def _text(head: str, on_screen: float, **options: bool) -> BulletinColumn:
    """A column of words, which begin at its left."""
    return BulletinColumn(head, on_screen, **options)


def _short(head: str, on_screen: float, number_format: str = "General", **options: bool) -> BulletinColumn:
    """A column of numbers or single words, in its middle."""
    return BulletinColumn(head, on_screen, True, number_format, **options)


OVERALL_COLUMNS = (
    _text("范围", 22),
    _short("任务总数", 10),
    _short("已完成", 10),
    _short("超序时", 10),
    _short("达序时", 10),
    _short("滞后", 10),
    _short("待评定", 10),
    _short("未报", 10),
    _short("其中严重滞后", 10),
    _short("其中待审核", 10),
    _short("其中未备案", 10),
    _short("按序时推进占比", 12, "0.0%"),
)
PROGRESS_COLUMNS = (
    _short("序号", 5.5),
    _short("领域", 9, may_be_idle=True),
    _text("年度目标任务", 22),
    _text(PLAN_HEAD, 26),
    _text(PROGRESS_HEAD, 36),
    _text("完成率", 20),
    _short("进度评价", 16),
    _text("存在问题", 18),
    _text("下一步打算", 18),
    _short("牵头单位", 12, may_be_idle=True),
    _text("共同责任单位", 17, may_be_idle=True),
    _short("备注", 10),
)
BEHIND_COLUMNS = (
    _short("项号", 6),
    _text("年度目标任务", 30),
    _text("子项目", 14, may_be_idle=True),
    _text("现状", 42),
    _short("滞后百分点", 11, "0.0"),
    _short("进度评价", 16),
    _text("原因", 26),
    _text("下一步打算", 26),
    _short("牵头单位", 14, may_be_idle=True),
    _short("备注", 14, may_be_idle=True),
)
FILING_COLUMNS = (
    _short("序号", 6),
    _text("单位", 20),
    _short("未报项数", 10),
    _text("未报任务", 34),
    _text("退回未重报任务", 26, may_be_idle=True),
    _short("迟报项数", 10),
    _text("迟报任务（迟报天数）", 40),
)
PAST_COLUMNS = (
    _short("项号", 6),
    _text("年度目标任务", 44),
    _short("上期评价", 16),
    _short("上期滞后百分点", 10, "0.0"),
    _short("本期评价", 16),
    _short("本期滞后百分点", 10, "0.0"),
    _text("整改或更正情况", 36),
    _short("牵头单位", 16, may_be_idle=True),
)
CORRECTED_COLUMNS = (
    _short("序号", 6),
    _text("年度目标任务", 44),
    _short("更正内容", 16),
    _text("原通报", 34),
    _text("更正为", 34),
    _text("原因", 30),
)
