"""The demo's tasks linked through the years, by the actions that people use.

The links are what anybody reads in the three printed lists; nothing of them is made up.
"""

from datetime import datetime

from projects.models import Succession, Task, User, YearlyList
from projects.rules.roles import Role
from projects.succession import actions

YEARS = (2021, 2023)
SURE = 45  # per cent; what is less alike is left to whoever looks at the demo
NOT_ONE_MATTER = {  # alike in words, and another matter: year and number, the earlier year and number
    ((2021, 4), (2019, 1)),
    ((2021, 41), (2019, 34)),
    ((2021, 85), (2019, 13)),
    ((2023, 40), (2021, 27)),
    ((2023, 49), (2021, 72)),
    ((2023, 50), (2019, 14)),
    ((2023, 120), (2021, 91)),
    ((2023, 130), (2021, 11)),
    ((2023, 133), (2019, 7)),
    ((2023, 133), (2019, 22)),
    ((2023, 152), (2019, 39)),
}
IN_OTHER_WORDS = (  # one matter that no comparison of words finds
    ((2021, 33), (2019, 15)),  # 农房改善, 改善农村住房
    ((2021, 94), (2019, 39)),  # 送电影下乡, 农村电影放映
    ((2021, 104), (2019, 50)),  # 药品质量监督抽样, 药品抽检
)


def load_successions(now: datetime) -> None:
    """Most pairs decided, the doubtful ones left waiting, some registered by hand."""
    named = {"at": now, "by": User.objects.get(role=Role.ADMINISTRATOR)}
    tasks = {task.pk: task for task in Task.objects.select_related("yearly_list")}
    for year in YEARS:
        actions.seek(YearlyList.objects.get(year=year), **named)
        for pair in Succession.objects.undecided().filter(likeness__gte=SURE).order_by("pk"):
            pair.later, pair.earlier = tasks[pair.later_id], tasks[pair.earlier_id]
            is_wrong = (_place(pair.later), _place(pair.earlier)) in NOT_ONE_MATTER
            act = actions.refuse if is_wrong else actions.confirm
            act(pair, based_on=pair.version, **named)
    places = {_place(task): task for task in tasks.values()}
    for later, earlier in IN_OTHER_WORDS:
        actions.register(places[later], earlier=places[earlier], **named)


def _place(task: Task) -> tuple[int, int]:
    return (task.yearly_list.year, task.number)
