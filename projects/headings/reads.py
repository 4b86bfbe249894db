"""The headings of a list, and its tasks as they are grouped."""

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from projects.headings.kinds import Heading, Kind
from projects.lists.task_rows import task_rows
from projects.models import Task, YearlyList


def headings_of(kind: Kind, yearly_list: YearlyList) -> QuerySet[Heading]:
    """The list's headings with how many tasks each holds, by number."""
    rows = kind.model.objects.filter(yearly_list=yearly_list).annotate(task_count=Count("tasks"))
    return (rows.select_related("lead") if "lead" in kind.fields else rows).order_by(kind.number)


def grouped_rows(kind: Kind, tasks: QuerySet[Task]) -> QuerySet:
    """The tasks as rows of a table, each with the key of the heading that it stands under, 0 for none."""
    return task_rows(tasks).annotate(key=F("pk"), heading_key=Coalesce(f"{kind.stands}_id", 0))
