"""Messages by mail, of whatever they remind: each in a transaction of its own, none twice."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from progress.letters.channel import Channel, NotSent
from progress.letters.mail import Mail
from progress.rules.reminding import LetterLine, letter, subject
from projects.models.letters import Letter


@dataclass(frozen=True)
class Delivery:
    """How many mails went out, and how many wait for the next run."""

    sent: int = 0
    failed: int = 0


def deliver_waiting(
    waiting: QuerySet[Letter],
    *,
    heading: str,
    noun: str,
    named: str,
    read: Callable[[], Mapping[int, LetterLine]],
    only: Collection[int] | None,
    at: datetime,
) -> Delivery:
    """Mail what waits for it (of these, by key, where given).

    A message names papers by its relation `named`; `heading` (规划指标) and `noun` (年度值) word them.
    `read` tells, once, what is owed of them, by key. What fails waits for the next run; a row that another
    run holds is left to that run.
    """
    found = waiting if only is None else waiting.filter(pk__in=only)
    channel = Mail()
    keys = list(found.order_by("pk").values_list("pk", flat=True)) if channel.is_set() else []
    if not keys:
        return Delivery()
    try:
        channel.open()
    except NotSent as failure:
        unsent = waiting.model.objects.filter(pk__in=keys, mailed_at__isnull=True)
        return Delivery(failed=unsent.update(mail_failure=str(failure)))
    owed = read()
    words = {"heading": heading, "noun": noun}
    results = [_mail(waiting.filter(pk=key), channel, owed, **words, named=named, at=at) for key in keys]
    channel.close()
    return Delivery(results.count(True), results.count(False))


@transaction.atomic
def _mail(
    row: QuerySet[Letter],
    channel: Channel,
    owed: Mapping[int, LetterLine],
    *,
    heading: str,
    noun: str,
    named: str,
    at: datetime,
) -> bool | None:
    """Whether the mail went out; None where another run has it or it was settled meanwhile."""
    message = row.select_for_update(skip_locked=True, of=("self",)).first()
    if message is None:
        return None
    papers = getattr(message, named).values_list("pk", flat=True)
    lines = [owed[key] for key in papers if key in owed]
    if not lines:
        return None
    words = {"heading": heading, "noun": noun}
    name, site = message.person.display_name, settings.SITE_URL
    body = letter(name, lines, **words, word=message.word, site=site)
    here = row.model.objects.filter(pk=message.pk)
    try:
        channel.send(message.person, subject(lines, **words), body)
    except NotSent as failure:
        here.update(mail_failure=str(failure))
        return False
    here.update(mailed_at=at, mail_failure="")
    return True
