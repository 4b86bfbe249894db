"""催办协同情况 by mail: what a lead reminded of goes to the unit's people, once, while it is owed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import partial

from django.db import transaction

from progress.ledger.owed_contributions import shared_task
from progress.letters.mail import Mail
from progress.letters.mail_actions import Delivery, deliver_waiting
from progress.letters.reads import reminded_people
from progress.models import Contribution, ContributionReminder
from progress.rules.reminding import LetterLine
from projects.models import User
from projects.rules.calendar import local_day

HEADING, NOUN = "民生实事", "协同情况"


def write_reminders(papers: Iterable[Contribution], *, word: str, at: datetime, by: User) -> None:
    """A message to each filer and signer of each unit; part of reminding, mailed when that is done."""
    papers = list(papers)
    people = reminded_people({paper.unit_id for paper in papers})
    written = [
        _write(paper, person, word, at=at, by=by)
        for paper in papers
        for person in people.get(paper.unit_id, ())
    ]
    keys = [each.pk for each in written if each.to_mail]
    if keys:
        transaction.on_commit(partial(deliver_contributions, keys, at=at), robust=True)


def deliver_contributions(reminders: Collection[int] | None = None, *, at: datetime) -> Delivery:
    """Mail what waits for it (of these, by key, where given); what fails waits for the next run."""
    return deliver_waiting(
        ContributionReminder.objects.to_be_mailed(),
        heading=HEADING,
        noun=NOUN,
        named="contributions",
        read=lambda: _letter_lines(reminders, local_day(at)),
        only=reminders,
        at=at,
    )


def _write(paper: Contribution, person: User, word: str, *, at: datetime, by: User) -> ContributionReminder:
    named = {"person": person, "unit_id": paper.unit_id, "sent_at": at, "sent_by": by}
    reminder = ContributionReminder.objects.create(**named, word=word, to_mail=Mail().reaches(person))
    reminder.contributions.set([paper])
    return reminder


def _letter_lines(reminders: Collection[int] | None, on: date) -> Mapping[int, LetterLine]:
    """What a letter tells of each contribution of which somebody waits to be told (in these), by key."""
    waiting = ContributionReminder.objects.to_be_mailed()
    if reminders is not None:
        waiting = waiting.filter(pk__in=reminders)
    rows = Contribution.objects.filter(reminders__in=waiting).distinct()
    rows = rows.select_related("period__yearly_list", "task", "unit")
    return {paper.pk: line for paper in rows if (line := _letter_line(paper, on)) is not None}


def _letter_line(paper: Contribution, on: date) -> LetterLine | None:
    """None where the share was taken back, or it was sent."""
    owed = shared_task(paper.period, paper.task, paper.unit, on)
    if owed is None or not owed.is_open:
        return None
    title = f"{paper.period}第{paper.task.number}项 {paper.task.in_print}"
    state = f"已逾期{owed.days_over}天" if owed.days_over else owed.state.word
    return LetterLine(title, state, owed.file_by, paper.address)
