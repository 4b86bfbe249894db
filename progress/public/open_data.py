"""The public page as data: lines for a spreadsheet, and JSON in the shape that the README documents."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from progress.bulletins.lines import completion_lines
from progress.public.reads import PublicList, PublicQuarter, TaskInQuarter
from progress.rules.figures import TargetProgress
from progress.rules.oversight import OversightEntry
from projects.rules.headings import DOMAIN, LOOSE_WORD, domain_head

HEAD = (
    "索引号",
    "年度",
    "序号",
    DOMAIN,
    "目标任务",
    "季度",
    "截至日期",
    "进度评价",
    "滞后百分点",
    "完成情况",
    "通报期号",
    "印发日期",
    "印发机关",
)


def csv_head(published: PublicList) -> tuple[str, ...]:
    """The columns; 件 stands last, where the list has matters."""
    domain = domain_head(is_custom=published.has_custom_domains)
    head = tuple(domain if each == DOMAIN else each for each in HEAD)
    return (*head, "件") if published.has_matters else head


def csv_rows(published: PublicList) -> Iterator[tuple]:
    """A row for each task and issued quarter, in the columns of `csv_head`."""
    for task in published.tasks:
        for each in filter(None, task.quarters):
            yield _csv_row(published, each)


def _csv_row(published: PublicList, each: TaskInQuarter) -> tuple:
    quarter, task = each.quarter, each.task
    domain = task.domain or (LOOSE_WORD if published.has_domains else "")
    subject = (quarter.index_number, published.year, task.number, domain, task.text)
    judged = (task.word, task.points_behind, completion_lines(task))
    issue = (quarter.label, quarter.issued_on.isoformat(), quarter.kept.issuer)
    row = (*subject, quarter.figures.span, quarter.figures.as_of.isoformat(), *judged, *issue)
    return (*row, task.matter or LOOSE_WORD) if published.has_matters else row


def as_json(published: PublicList) -> dict[str, Any]:
    """The list with its issues and tasks; amounts are decimal strings in base units, days ISO dates."""
    document = published.latest.document
    return {
        "index_number": published.index_number,
        "year": published.year,
        "title": published.title,
        "document_number": document.document_number or None,
        "document_issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "issuer": published.latest.kept.issuer,
        "as_of": published.latest.figures.as_of.isoformat(),
        "matters": published.latest.figures.matters,
        **({"has_custom_domains": True} if published.has_custom_domains else {}),
        "issues": [_issue(each) for each in published.quarters],
        "tasks": [
            {
                "number": task.number,
                "domain": task.domain or None,
                **({"matter": task.matter or None} if published.has_matters else {}),
                "text": task.text,
                "quarters": [_in_quarter(each) for each in task.quarters if each is not None],
            }
            for task in published.tasks
        ],
        "oversight": [_overseen(each) for each in published.latest.figures.oversight],
    }


def _issue(quarter: PublicQuarter) -> dict[str, Any]:
    tally = quarter.figures.tally
    counts = ("total", "completed", "ahead", "on_schedule", "behind", "far_behind", "unmeasured")
    return {
        "index_number": quarter.index_number,
        "quarter": quarter.figures.quarter,
        "span": quarter.figures.span,
        "number": quarter.number,
        "corrects": quarter.figures.corrects,
        "title": quarter.figures.title,
        "issuer": quarter.kept.issuer,
        "issued_on": quarter.issued_on.isoformat(),
        "as_of": quarter.figures.as_of.isoformat(),
        "counts": {name: getattr(tally, name) for name in counts},
    }


def _in_quarter(each: TaskInQuarter) -> dict[str, Any]:
    task = each.task
    return {
        "quarter": each.quarter.figures.quarter,
        "verdict": task.code,
        "verdict_word": task.word,
        "points_behind": _amount(task.points_behind),
        "targets": [_target(target) for target in task.targets],
    }


def _target(target: TargetProgress) -> dict[str, Any]:
    return {
        "label": target.label,
        "unit": target.unit,
        "target": _amount(target.quantity),
        "planned": _amount(target.planned),
        "actual": _amount(target.actual),
        "completion": _amount(target.completion),
    }


def _overseen(published: OversightEntry) -> dict[str, Any]:
    scores = [{"domain": each.name, "score": _amount(each.score)} for each in published.scores]
    return {
        "kind": published.kind,
        "kind_word": published.kind_word,
        "date": published.held_on.isoformat(),
        "title": published.title,
        "source": published.source,
        "task": published.task,
        **({"matter": published.matter} if published.matter is not None else {}),
        "votes": dict(published.counts) or None,
        "answers": published.answers,
        "score": _amount(published.score),
        "scores": scores,
        "findings": published.findings or None,
        "answer": published.answer or None,
        "is_done": published.is_done,
    }


def _amount(value: Decimal | None) -> str | None:
    """The number without zeros that say nothing: 25, 12.5."""
    return None if value is None else f"{value.normalize():f}"
