"""One task: what it promises, who answers for it, and what is planned quarter by quarter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.contributions.reads import TaskShares, task_shares_of
from progress.coordination.reads import coordinations_of
from progress.notices.reads import ladder_of_task
from progress.oversight.reads import entries_of_task
from progress.tasks.course import Course, course_of
from progress.tasks.relatives import relative_lines
from progress.tasks.said import Word, all_words, told_words
from progress.year_end.reads import outcome_of
from projects.lists.sheet import task_sheet
from projects.lists.sheet_query import task_with_sheet
from projects.models import User
from projects.plans.reads import plan_address


@require_safe
def task_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The task's page; the way to each correction for the administrator, until the year is concluded."""
    task = task_with_sheet(year, number)
    if task is None:
        raise Http404
    may_settle = request.user.has_perm("manage_lists")
    course = course_of(task, request.user, request.today)
    context = {
        "sheet": task_sheet(task),
        "task": task,
        "course": course,
        "shares": _shares(course, request.user) if course and course.sees_all else None,
        "said": _said(course) if course else [],
        "notices": ladder_of_task(task, request.user) if course and course.ledger.has_notices else [],
        "may_settle": may_settle,
        "may_correct": may_settle and task.yearly_list.takes_changes,
        "change_word": "调整" if task.yearly_list.is_running else "更正",
        "coordinations": coordinations_of(task, request.user, request.today),
        "outcome": outcome_of(task),
        "oversight": entries_of_task(task),
        "relatives": relative_lines(task) if task.has_relatives else None,
        "plan_address": plan_address(task, request.user),
        "may_coordinate": request.user.has_perm("record_coordination"),
        "crumbs": [{"url": reverse("task_list", args=[year]), "label": "任务"}],
    }
    return render(request, "progress/tasks/detail.html", context)


def _shares(course: Course, user: User) -> TaskShares | None:
    """What is shared out, by unit, at the last quarter opened."""
    return task_shares_of(course.ledger, max(course.sight.quarters), user)


def _said(course: Course) -> list[Word]:
    """Everything for those who may see it, what the issues tell for the others."""
    return all_words(course.ledger) if course.sees_all else told_words(course.ledger.task, course.sight)
