"""开启填报: the dates offered for a quarter, and what the coordinator should know before opening it.

Where domain.md ("Who owes what") is silent: what is lacking never stops the opening, it is opened knowingly.
A quarter before its time, or before the quarter ahead of it was issued, is asked about a second time.
"""

from dataclasses import replace
from datetime import date

from progress.rules.checklist import Point
from projects.rules.calendar import PeriodDates, PeriodRules, period_dates, shift_working_days, short_day
from projects.rules.quarters import Quarter


def opening_dates(quarter: Quarter, on: date, rules: PeriodRules | None = None) -> PeriodDates:
    """The default dates; a due day that is past on this day moves some working days on."""
    rules = rules or PeriodRules()
    usual = period_dates(quarter, rules)
    if usual.due_on >= on:
        return usual
    due_on = shift_working_days(on, rules.late_opening)
    return replace(usual, due_on=due_on, grace_until=shift_working_days(due_on, rules.grace))


def timing(quarter: Quarter, on: date, rules: PeriodRules | None = None) -> Point:
    """Whether it is time to open the quarter."""
    usual = period_dates(quarter, rules).opens_on
    if on < usual:
        return Point(
            "early", f"{quarter.label}按规定{short_day(usual)}开启，现在尚早。", False, is_asked_twice=True
        )
    return Point("early", f"{quarter.label}按规定{short_day(usual)}起填报。", True)


def order(
    quarter: Quarter, *, is_opened: bool, is_issued: bool, is_backfilled: bool = False, url: str = ""
) -> Point | None:
    """Whether the quarter before was opened and its bulletin issued; None for the first."""
    if quarter.number == 1:
        return None
    before = quarter.previous
    if not is_opened:
        return Point("before", f"{before.label}尚未开启填报。", False, is_asked_twice=True, url=url)
    if not is_issued:
        return Point("before", f"{before.label}通报尚未印发。", False, is_asked_twice=True, url=url)
    stand = "已补录" if is_backfilled else "通报已印发"
    return Point("before", f"{before.label}{stand}。", True)
