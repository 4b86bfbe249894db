"""Official documents: received byte for byte, adopted as a list once a person has answered all questions."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from projects.adoption.conversion import TaskRows, parties, task_rows
from projects.adoption.proposal import Found, ListProposal, propose
from projects.adoption.questions import Answers
from projects.adoption.readings import Reading
from projects.files.actions import keep
from projects.files.uploads import by_bytes
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import (
    Assignment,
    DocumentReading,
    Domain,
    Finding,
    GroupMembership,
    Milestone,
    MilestoneItem,
    PlannedValue,
    SourceDocument,
    SubProject,
    Target,
    Task,
    Unit,
    UnitGroup,
    User,
    YearlyList,
)
from projects.parsing.confined import clean
from projects.parsing.parsed import ParsedList
from projects.rules import addresses
from projects.rules.errors import Refused, Stale
from projects.rules.states import ListStage

DOCUMENT_RECEIVED = Act("document_received", "接收公文")
LIST_ADOPTED = Act("list_adopted", "清单入库")

MEMBERS = {
    "gxq": "district",
    "gnbk": "zone",
}  # kinds of unit proposed as members of a group; no document lists them


@transaction.atomic
def receive_document(content: bytes, *, name: str, at: datetime, by: User | None) -> SourceDocument:
    """Keep a file as it came. The same bytes are the same row, whatever the file is called.

    Whoever calls it puts `nothing_left` around the whole transaction.
    """
    given = by_bytes(content, name)
    digest = given.sha256
    values = {"name": name[:255], "file": keep(given, at=at), "received_at": at, "received_by": by}
    values["content"] = content  # for workers of the version before; store_actions takes it away
    document, is_new = SourceDocument.objects.get_or_create(sha256=digest, defaults=values)
    if is_new:
        record(
            DOCUMENT_RECEIVED, by=by, at=at, obj=document, detail={"sha256": digest, "bytes": len(content)}
        )
    return document


@transaction.atomic
def adopt(
    readings: Sequence[Reading],
    *,
    answers: Answers,
    at: datetime,
    by: User | None,
    seen: str | None = None,
) -> YearlyList:
    """Make the documents of one year its list; a document that is adopted already changes nothing.

    Refused while a question is open, and where it would change a list in use or what a person has put right;
    Stale where `seen`, the seal of the proposal that a person agreed to, is no longer its seal.
    """
    years = (answers.year, *(reading.parsed.year for reading in readings))
    year = next((year for year in years if year), None)
    if year is None:
        raise Refused("文件中未找到年度，无法确定属于哪一年的清单。")
    yearly_list = _locked_list(year, at=at)
    _lock_documents(readings)
    proposal = propose(readings, yearly_list, answers)
    if seen is not None and seen != proposal.seal:
        raise Stale("您核对之后，清单、名录或答复有了变动，没有入库。请重新核对下面的内容。")
    if proposal.refusal or proposal.questions:
        raise Refused(proposal.refusal or " ".join(question.words for question in proposal.questions))
    if not proposal.is_adopted:
        _write(yearly_list, proposal)
        _keep_readings(readings, answers)
        detail = {
            "documents": [document.sha256 for document in proposal.documents],
            "tasks": list(proposal.changed),
        }
        record(LIST_ADOPTED, by=by, at=at, obj=yearly_list, url=addresses.year(year), detail=detail)
    return yearly_list


def _lock_documents(readings: Sequence[Reading]) -> None:
    """No document is taken away meanwhile, and none that was is adopted."""
    keys = {reading.document.pk for reading in readings}
    locked = SourceDocument.objects.select_for_update().filter(pk__in=keys).values_list("pk", flat=True)
    if set(locked) != keys:
        raise Refused("文件已被移除，没有入库。")


def _keep_readings(readings: Sequence[Reading], answers: Answers) -> None:
    """What the documents were read as when they were adopted, and what was answered about them."""
    for reading in readings:
        values = {"parsed": clean(reading.parsed.as_json()), "answers": answers.as_json}
        DocumentReading.objects.get_or_create(document=reading.document, defaults=values)


def _locked_list(year: int, *, at: datetime) -> YearlyList:
    """The year's list, made where there is none yet, locked for this transaction."""
    YearlyList.objects.get_or_create(year=year, defaults={"title": f"{year}年民生实事", "adopted_at": at})
    return YearlyList.objects.select_for_update().get(year=year)


def _write(yearly_list: YearlyList, proposal: ListProposal) -> None:
    """The list, its documents, the tasks that changed, and the findings."""
    parsed = proposal.parsed
    _write_list(yearly_list, parsed)
    for reading in proposal.readings:
        _write_document(reading, yearly_list)
    domains = _write_domains(yearly_list, parsed)
    _write_tasks(yearly_list, proposal, domains)
    Domain.objects.filter(yearly_list=yearly_list, is_custom=False, tasks__isnull=True).exclude(
        name__in=parsed.domains
    ).delete()
    _propose_members(yearly_list)
    _write_findings(yearly_list, proposal.findings)


def _write_list(yearly_list: YearlyList, parsed: ParsedList) -> None:
    """What the document says about the list as a whole; what it leaves out stays as it is.

    One without any unit is kept on file (仅存档).
    """
    yearly_list.title = parsed.title[:255] or yearly_list.title
    yearly_list.document_number = (parsed.document_number or "")[:64] or yearly_list.document_number
    yearly_list.issued_on = parsed.issued_on or yearly_list.issued_on
    yearly_list.matters = parsed.matters or yearly_list.matters
    has_units = any(task.lead or task.co for task in parsed.tasks)
    if yearly_list.stage in (ListStage.DRAFT, ListStage.ARCHIVED):
        yearly_list.stage = ListStage.DRAFT if has_units else ListStage.ARCHIVED
    yearly_list.save()


def _write_document(reading: Reading, yearly_list: YearlyList) -> None:
    document, parsed = reading.document, reading.parsed
    document.kind, document.title, document.yearly_list = parsed.kind, parsed.title[:255], yearly_list
    document.document_number, document.issued_on = (parsed.document_number or "")[:64], parsed.issued_on
    document.save(update_fields=["kind", "title", "yearly_list", "document_number", "issued_on"])


def _write_domains(yearly_list: YearlyList, parsed: ParsedList) -> dict[str, Domain]:
    """The printed domains in their order; the administrator's own (自定) give way to them."""
    if not parsed.domains:
        return {}
    names = tuple(dict.fromkeys(parsed.domains))
    Task.objects.filter(yearly_list=yearly_list, domain__is_custom=True).update(domain=None)
    yearly_list.domains.filter(is_custom=True).delete()
    for order, domain in enumerate(yearly_list.domains.all(), len(names) + 1):
        Domain.objects.filter(pk=domain.pk).update(order=1000 + order)  # out of the way of the new order
    for order, name in enumerate(names, 1):
        Domain.objects.update_or_create(yearly_list=yearly_list, name=name, defaults={"order": order})
    return {domain.name: domain for domain in yearly_list.domains.all()}


def _write_tasks(yearly_list: YearlyList, proposal: ListProposal, domains: dict[str, Domain]) -> None:
    """The tasks that changed, each with all that hangs from it; tasks no longer printed go."""
    parsed = {task.number: task for task in proposal.parsed.tasks if task.number in proposal.changed}
    yearly_list.tasks.filter(number__in=set(proposal.changed) - set(parsed)).delete()
    _clear(yearly_list, parsed)
    present = {task.number: task for task in yearly_list.tasks.filter(number__in=parsed)}
    by_code = parties()
    named = {printed: by_code[each.code] for printed, each in proposal.names.items()}
    tasks = [present.get(number) or Task(yearly_list=yearly_list, number=number) for number in parsed]
    for task in tasks:
        read = parsed[task.number]
        task.text, task.source_text, task.clause = read.text, read.source_text, read.clause
        task.domain = domains.get(read.domain) if read.domain else task.domain
    Task.objects.bulk_update([task for task in tasks if task.pk], ["text", "source_text", "clause", "domain"])
    Task.objects.bulk_create(task for task in tasks if not task.pk)
    write_rows([task_rows(task, parsed[task.number], named) for task in tasks])


def _clear(yearly_list: YearlyList, numbers: Iterable[int]) -> None:
    """Take away what hangs from tasks that are written anew; tasks, findings and corrections stay."""
    for model in (Assignment, Target, Milestone, SubProject):
        model.objects.filter(task__yearly_list=yearly_list, task__number__in=list(numbers)).delete()


def write_rows(tasks: Sequence[TaskRows]) -> None:
    """Write all rows of all tasks, a table at a time, what they hang from first."""
    for model, name in (
        (Assignment, "assignments"),
        (Target, "targets"),
        (PlannedValue, "planned_values"),
        (SubProject, "sub_projects"),
        (Milestone, "milestones"),
        (MilestoneItem, "items"),
    ):
        model.objects.bulk_create(row for rows in tasks for row in getattr(rows, name))


def _propose_members(yearly_list: YearlyList) -> None:
    """Members of the groups that the list names, 待确认 until confirmed; groups with members keep theirs."""
    groups = UnitGroup.objects.filter(assignments__task__yearly_list=yearly_list).distinct()
    for group in groups.exclude(memberships__yearly_list=yearly_list):
        members = Unit.objects.active().filter(kind=MEMBERS.get(group.code, ""))
        GroupMembership.objects.bulk_create(
            GroupMembership(yearly_list=yearly_list, group=group, unit=unit) for unit in members
        )


def _write_findings(yearly_list: YearlyList, found: Sequence[Found]) -> None:
    """What a person should look at: answers stay and are not asked again, the rest is as documents show."""
    yearly_list.findings.open().delete()
    answered = {(row.code, row.task_id, row.quarter, row.quote) for row in yearly_list.findings.all()}
    tasks = dict(yearly_list.tasks.values_list("number", "pk"))
    rows = [_finding(yearly_list, each, tasks) for each in found]
    Finding.objects.bulk_create(
        row for row in rows if (row.code, row.task_id, row.quarter, row.quote) not in answered
    )


def _finding(yearly_list: YearlyList, found: Found, tasks: dict[int, int]) -> Finding:
    finding = found.finding
    return Finding(
        yearly_list=yearly_list,
        document=found.document,
        task_id=tasks.get(finding.task) if finding.task else None,
        quarter=finding.quarter,
        code=finding.code,
        message=finding.message,
        quote=finding.quote,
    )
