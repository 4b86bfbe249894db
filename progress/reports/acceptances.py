"""What was accepted, in a sentence for the reviewer: unit, class, items."""

from collections.abc import Sequence
from functools import cache

from django.db.models import BigIntegerField

from progress.models import Report, Verdict
from progress.reports.typed_rows import stated_in
from progress.rules.states import verdict_word
from projects.models.readings import Reading
from projects.models.statements import among

MOST_NAMED = 10


def acceptance_words(report: Report) -> str:
    """第36项：市教育局，评为达序时（系统测算达序时），事项2项确认。"""
    parts = [f"第{report.task.number}项：{report.unit}", _class_words(report), _item_words(report)]
    return "，".join(part for part in parts if part) + "。"


def acceptances_words(reports: Sequence[Report]) -> str:
    """已审核通过2份：第36项市教育局达序时、第37项市民政局达序时; the first ten by name."""
    verdicts = {(row.task_id, row.period_id): row for row in _verdicts(reports)}
    named = []
    for report in reports[:MOST_NAMED]:
        verdict = verdicts.get((report.task_id, report.period_id))
        word = verdict_word(verdict.code, report.period.quarter) if verdict else "待其他牵头单位"
        named.append(f"第{report.task.number}项{report.unit}{word}")
    rest = "等" if len(reports) > MOST_NAMED else ""
    return f"已审核通过{len(reports)}份：{'、'.join(named)}{rest}。"


def _verdicts(reports: Sequence[Report]) -> Sequence[Verdict]:
    tasks, periods = {each.task_id for each in reports}, {each.period_id for each in reports}
    return _given().ask(tasks=list(tasks), periods=list(periods))


@cache
def _given() -> Reading[Verdict]:
    key = BigIntegerField()
    rows = Verdict.objects.filter(among("task_id", "tasks", of=key), among("period_id", "periods", of=key))
    return Reading(rows.order_by())


def _class_words(report: Report) -> str:
    """The verdict that was given; with several leads it waits for the last one's report."""
    verdict = next(iter(_verdicts([report])), None)
    if verdict is None:
        return "已审核通过，待其他牵头单位的报告办结后评价"
    quarter = report.period.quarter
    given, computed = (verdict_word(code, quarter) for code in (verdict.code, verdict.computed))
    waits = "，待督查员确认" if not verdict.counts else ""
    return f"评为{given}（系统测算{computed}）{waits}"


def _item_words(report: Report) -> str:
    states = stated_in(report)
    changed = sum(each.state != each.confirmed for each in states)
    if not states:
        return ""
    return f"事项{len(states)}项确认" + (f"（其中{changed}项由审核人改定）" if changed else "")
