"""已办结: a concluded list is read only, whatever the way to it (domain.md, The year's end).

Every act is recorded as the last statement of its own transaction, so this one place refuses them all; an act
that may still be done says so where it is declared.
"""

from django.db import connection, models

from projects.models.lists import YearlyList
from projects.rules.errors import Refused
from projects.rules.states import ListStage

WAYS = (  # from a row that an act was done to, towards its list
    "period",
    "task",
    "report",
    "milestone",
    "target",
    "plan",
    "notice",
    "coordination",
    "outcome",
)


def list_of(row: models.Model) -> int | None:
    """The list that a row belongs to, by key; None where it belongs to none."""
    if isinstance(row, YearlyList):
        return row.pk
    if hasattr(row, "yearly_list_id"):
        return row.yearly_list_id
    for way in WAYS:
        if getattr(row, f"{way}_id", None) is not None:
            return list_of(getattr(row, way))
    return None


def check_not_concluded(row: models.Model) -> None:
    """Refused where the row's list is concluded.

    The list is held against being concluded until this transaction ends: who concludes it waits for the row.
    """
    key = list_of(row)
    if key is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT year, stage FROM projects_yearlylist WHERE id = %s FOR KEY SHARE", [key])
        year, stage = cursor.fetchone() or (None, None)
    _refuse(year, stage)


def refuse_concluded(yearly_list: YearlyList) -> None:
    """The same of a list that was read with the rows that an act has just locked."""
    _refuse(yearly_list.year, yearly_list.stage)


def _refuse(year: int, stage: str) -> None:
    if stage == ListStage.CONCLUDED:
        raise Refused(f"{year}年民生实事清单已办结，只供查阅，没有办理。")
