"""The demo's 人大监督 and surveys of 2021 by the actions that people use, and the public page opened.

Every figure and every word is made up, and each entry says so.
"""

from datetime import date, datetime
from decimal import Decimal

from lianyungang.demo_city import LIANYUNGANG
from lianyungang.demo_clock import moment
from progress.bulletins.imprint import DEMO_NOTE
from progress.models import PublicPage
from progress.oversight.actions import RECORDED, record_oversight
from progress.public.actions import turn
from progress.rules.oversight import DomainScore, OversightEntry, OversightKind
from projects.models import LogEntry, User, YearlyList

YEAR = 2021
MADE_UP = "（演示）"
SOURCE = f"{MADE_UP}编造的数据，非公开记录"
OPENED_ON = date(2021, 4, 6)  # before the first issue
VOTED = OversightEntry(
    OversightKind.VOTE,
    date(2021, 1, 28),
    f"{MADE_UP}市人民代表大会会议",
    SOURCE,
    agreed=386,
    opposed=3,
    abstained=5,
)
SURVEYED = OversightEntry(
    OversightKind.SURVEY,
    date(2021, 5, 1),
    f"{MADE_UP}统计部门",
    SOURCE,
    answers=1260,
    score=Decimal("86.4"),
    scores=(
        DomainScore("教育", Decimal("88.1")),
        DomainScore("医疗卫生", Decimal("84.7")),
        DomainScore("交通出行", Decimal("82.9")),
    ),
)
INSPECTED = OversightEntry(
    OversightKind.INSPECTION,
    date(2021, 6, 10),
    f"{MADE_UP}人大代表视察中小学和幼儿园建设",
    SOURCE,
    task=1,
    findings="部分学校用地手续办理较慢，开工晚于序时进度。",
    answer="已逐校明确手续办结时间，由牵头单位按月调度。",
    is_done=True,
)
ASKED = OversightEntry(
    OversightKind.INQUIRY,
    date(2021, 6, 25),
    f"{MADE_UP}常委会专题询问民生实事办理",
    SOURCE,
    findings="上半年滞后任务应列出赶工计划，年底前不得减项。",
)
SURVEYED_AGAIN = OversightEntry(
    OversightKind.SURVEY,
    date(2021, 12, 1),
    f"{MADE_UP}统计部门",
    SOURCE,
    answers=1315,
    score=Decimal("89.2"),
    scores=(
        DomainScore("教育", Decimal("90.3")),
        DomainScore("医疗卫生", Decimal("87.6")),
        DomainScore("交通出行", Decimal("86.8")),
    ),
)
RATED = OversightEntry(
    OversightKind.RATING,
    date(2022, 1, 12),
    f"{MADE_UP}常委会会议",
    SOURCE,
    satisfied=31,
    fairly_satisfied=6,
    dissatisfied=1,
    abstained=0,
)
ENTRIES = (  # what is on record, and the day on which it was recorded
    (VOTED, date(2021, 2, 3)),
    (SURVEYED, date(2021, 5, 28)),
    (INSPECTED, date(2021, 6, 16)),
    (ASKED, date(2021, 6, 28)),
    (SURVEYED_AGAIN, date(2021, 12, 20)),
    (RATED, date(2022, 1, 13)),
)
LATER = tuple(day for _, day in ENTRIES if day > date(2021, 7, 14))  # when the demo's day moves on


def open_public_page(today: date) -> None:
    """The supervisor opens it, where the day has come."""
    if today >= OPENED_ON:
        page = PublicPage.objects.current()
        office = User.objects.get(username="office")
        named = {"city": LIANYUNGANG, "note": DEMO_NOTE, "at": moment(OPENED_ON, 9, 30), "by": office}
        turn(page, is_on=True, based_on=page.version, **named)


def load_oversight(today: date) -> None:
    """Every entry up to the day, each once ever: what a visitor put right or removed stays as he left it."""
    yearly_list, office = YearlyList.objects.get(year=YEAR), User.objects.get(username="office")
    for entry, day in ENTRIES:
        if day <= today and not is_recorded(day):
            record_oversight(yearly_list, entry=entry, at=_written_at(day), by=office)


def is_recorded(day: date) -> bool:
    """Whether the entry of this day was recorded once: the log knows, whatever became of the row since."""
    return LogEntry.objects.filter(act=RECORDED.code, at=_written_at(day)).exists()


def _written_at(day: date) -> datetime:
    """To the second, which no visitor's click hits, and each entry has a day of its own."""
    return moment(day, 15, 30)
