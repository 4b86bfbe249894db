"""`manage.py remind`: sends what is due, makes up for missed nights, tries failed mails again, none twice."""

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date, datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from progress.contributions.reminder_actions import deliver_contributions
from progress.models import Reminder, ValueReminder
from progress.reminders.actions import deliver, send_due
from progress.reminders.plan_actions import deliver_plans, send_due_plans
from progress.reminders.plan_reads import plans_due_by_themselves
from progress.reminders.reads import due_by_themselves
from progress.reminders.value_actions import deliver_values, send_due_values
from progress.reminders.value_reads import values_due_by_themselves
from projects.models import PlanReminder


class Command(BaseCommand):
    """Run by cron or a timer once a night."""

    help = (
        "催办：报告、实施方案、规划指标年度值即将到期、逾期未报、未重报的提醒单位；"
        "重发未发出的邮件；重复运行不重复发送。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only to look, and another day than today for a demo."""
        parser.add_argument("--dry-run", action="store_true", help="只列出应发多少，不发送")
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="2021-07-14", help="业务日期，仅供演示数据使用"
        )

    def handle(self, *, dry_run: bool, today: date | None, **options: object) -> None:
        """Messages first, then mails."""
        at = _moment(today)
        if dry_run:
            on = timezone.localdate(at)
            due = [
                *due_by_themselves(on),
                *plans_due_by_themselves(on),
                *values_due_by_themselves(on),
            ]
            units, people = {each.unit for each in due}, {each.person for each in due}
            self.stdout.write(f"试运行：应提醒{len(units)}个单位{len(people)}人，未发送。")
            return
        sent = [*send_due(at=at), *send_due_plans(at=at), *send_due_values(at=at)]
        self.stdout.writelines(f"{line}\n" for line in _lines(sent))
        mails = [each(at=at) for each in (deliver, deliver_plans, deliver_values, deliver_contributions)]
        units, people = {each.unit_id for each in sent}, {each.person_id for each in sent}
        self.stdout.write(
            f"已提醒{len(units)}个单位{len(people)}人；"
            f"邮件发出{sum(each.sent for each in mails)}封，未发出{sum(each.failed for each in mails)}封。"
        )


def _moment(today: date | None) -> datetime:
    """Now, or the same time of another day."""
    now = timezone.localtime()
    return datetime.combine(today, now.time(), now.tzinfo) if today else now


def _lines(sent: Iterable[Reminder | PlanReminder | ValueReminder]) -> Iterable[str]:
    """Who was reminded, unit by unit, and on which occasions."""
    for each in sent:
        kinds = "、".join(f"{one.get_kind_display()}（{one.day:%m-%d}）" for one in each.occasions.all())
        yield f"{each.unit} {each.person}：{kinds}"
