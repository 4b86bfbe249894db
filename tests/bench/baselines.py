"""What pages are held against: the same rows by raw SQL, by a plain loop, a bare page; parts of pages.

They are what Django answers as it comes, with its own session and its own person read anew: what the product
does better must not make the yardstick shorter.
"""

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import path
from django.utils.html import escape

from progress.ledger.sight import judged_in
from progress.tasks.list_filters import TaskFilter
from progress.tasks.list_tables import TaskTable
from projects.lists.parties import grouped, parties_of
from projects.lists.task_rows import task_keys
from projects.models import Task, YearlyList
from projects.rules.city import City
from projects.rules.states import AssignmentRole

HEADS = ("序号", "领域", "目标任务", "牵头单位", "共同责任单位", "量化目标", "疑点")
ROWS = """
    SELECT task.number, coalesce(domain.name, ''), task.text,
           (SELECT string_agg(printed_name, '、' ORDER BY "order")
            FROM projects_assignment WHERE task_id = task.id AND role = 'lead'),
           (SELECT string_agg(printed_name, '、' ORDER BY "order")
            FROM projects_assignment WHERE task_id = task.id AND role = 'co'),
           (SELECT string_agg(label || ' ' || quantity || unit, '；' ORDER BY "order")
            FROM projects_target WHERE task_id = task.id),
           (SELECT count(*) FROM projects_finding WHERE task_id = task.id
            AND NOT EXISTS (SELECT 1 FROM projects_decision WHERE finding_id = projects_finding.id))
    FROM projects_task task
    JOIN projects_yearlylist list ON list.id = task.yearly_list_id
    LEFT JOIN projects_domain domain ON domain.id = task.domain_id
    WHERE list.year = %s ORDER BY task.number
"""
LOOP = """<!doctype html><title>任务</title>
<table><tr>{% for head in heads %}<th>{{ head }}</th>{% endfor %}</tr>
{% for task in tasks %}<tr><td>{{ task.number }}</td><td>{{ task.domain.name|default:"" }}</td>
<td><a href="/2021/tasks/{{ task.number }}/">{{ task.text }}</a></td>
<td>{% for each in task.leads %}{{ each.printed_name }}{% if not forloop.last %}、{% endif %}{% endfor %}</td>
<td>{% for each in task.others %}{{ each.printed_name }}{% if not forloop.last %}、{% endif %}{% endfor %}
</td>
<td>{% for each in task.targets.all %}{{ each }}{% if not forloop.last %}；{% endif %}{% endfor %}</td>
<td>{{ task.open|length }}</td></tr>
{% endfor %}</table>"""
DETAIL = """<!doctype html><title>{{ task.number }}</title>
<h1>{{ task.text }}</h1><p>{{ task.domain.name|default:"" }}</p>
<ul>{% for each in task.assignments.all %}
<li>{{ each.get_role_display }}：{{ each.printed_name }}</li>{% endfor %}</ul>
<table><tr>{% for each in task.milestones.all %}<td>{{ each.text }}</td>{% endfor %}</tr></table>
<ul>{% for each in task.targets.all %}<li>{{ each }}</li>{% endfor %}</ul>"""
FORM = (
    "{% for field in form.visible_fields %}"
    "<label>{{ field.label }}</label>{{ field }}{{ field.errors }}{% endfor %}"
)


def nothing(request: HttpRequest) -> HttpResponse:
    """What every signed-in page costs before it does anything."""
    return HttpResponse(request.user.username)


def floor(request: HttpRequest) -> HttpResponse:
    """The raw floor of the task table."""
    _sign_in_as_django(request)
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [2021])
        rows = ["".join(f"<td>{escape(value or '')}</td>" for value in row) for row in cursor.fetchall()]
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    return HttpResponse(
        f"<!doctype html><title>任务</title><table><tr>{heads}</tr><tr>{'</tr><tr>'.join(rows)}</tr></table>"
    )


def loop(request: HttpRequest) -> HttpResponse:
    """The task table as one writes it first."""
    _sign_in_as_django(request)
    tasks = Task.objects.filter(yearly_list__year=2021).select_related("domain")
    tasks = list(tasks.prefetch_related("assignments", "targets", "findings__decision"))
    for task in tasks:
        task.leads = [each for each in task.assignments.all() if each.role == AssignmentRole.LEAD]
        task.others = [each for each in task.assignments.all() if each.role == AssignmentRole.CO]
        task.open = [each for each in task.findings.all() if not hasattr(each, "decision")]
    return HttpResponse(_rendered(LOOP, {"heads": HEADS, "tasks": tasks}, request))


def detail(request: HttpRequest, number: int) -> HttpResponse:
    """A bare detail page of one task."""
    _sign_in_as_django(request)
    tasks = Task.objects.select_related("domain").prefetch_related("assignments", "milestones", "targets")
    task = get_object_or_404(tasks, yearly_list__year=2021, number=number)
    return HttpResponse(_rendered(DETAIL, {"task": task}, request))


def body(request: HttpRequest) -> HttpResponse:
    """The task table's rows with where they stand, without the page around them."""
    yearly_list = get_object_or_404(YearlyList, year=2021)
    judged = judged_in(yearly_list, request.user, request.today, quarter=2)
    tasks = task_keys(yearly_list.tasks.all())
    table = TaskTable(
        tasks, query={"per_page": "200"}, year=2021, judged=judged.quarter, standings=judged.of_keys
    )
    return HttpResponse(table.html())


def form(request: HttpRequest) -> HttpResponse:
    """The task table's filter form, without the page around it."""
    yearly_list = get_object_or_404(YearlyList, year=2021)
    parties = parties_of(yearly_list)
    choices = {
        "domain": [],
        "lead": grouped(parties.leading, city=City()),
        "unit": grouped(parties.answering, city=City()),
    }
    found = TaskFilter(request.GET, queryset=yearly_list.tasks.all(), choices=choices)
    return HttpResponse(_rendered(FORM, {"form": found.form}, request))


def _sign_in_as_django(request: HttpRequest) -> None:
    """Read the session and the person as Django's own middleware does."""
    session = db.SessionStore(request.session.session_key)
    if ModelBackend().get_user(session[SESSION_KEY]) is None:
        raise PermissionDenied


def _rendered(source: str, context: dict, request: HttpRequest) -> str:
    return _template(source).render(context, request)


def _template(source: str) -> object:
    if source not in COMPILED:
        COMPILED[source] = engines["django"].from_string(source)
    return COMPILED[source]


COMPILED: dict[str, object] = {}

urls = [
    path("nothing/", nothing),
    path("floor/", floor),
    path("loop/", loop),
    path("tasks/<int:number>/", detail),
    path("body/", body),
    path("form/", form),
]
