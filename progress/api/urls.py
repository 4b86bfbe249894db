"""The addresses of the API: year and quarter are the address, as on the pages."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from progress.api import docs_views, issue_views, report_views, views
from progress.api.answer_views import make_api
from progress.api.answers import KeyOut, Lists
from progress.api.door_views import KeyDoor
from progress.api.issue_answers import Indicators, IssueOut, Issues, Plans
from progress.api.report_answers import ReportOut, Reports
from progress.api.task_answers import Overdue, TaskOut, Tasks, Verdicts

QUARTER = "/{int:year}/q{int:quarter}/"
REPORT = QUARTER + "tasks/{int:number}/reports/{slug:code}/"
READS = (
    ("/", views.key_page, KeyOut),
    ("/lists/", views.list_lists, Lists),
    ("/{int:year}/tasks/", views.list_tasks, Tasks),
    ("/{int:year}/tasks/{int:number}/", views.show_task, TaskOut),
    (QUARTER + "verdicts/", views.list_verdicts, Verdicts),
    (QUARTER + "reports/", report_views.list_reports, Reports),
    (REPORT, report_views.show_report, ReportOut),
    (QUARTER + "overdue/", views.list_overdue, Overdue),
    ("/{int:year}/bulletins/", issue_views.list_issues, Issues),
    ("/{int:year}/bulletins/{int:number}/", issue_views.show_issue, IssueOut),
    ("/plans/", issue_views.list_plans, Plans),
    ("/plans/{int:start}-{int:end}/indicators/", issue_views.list_indicators, Indicators),
)

api = make_api(KeyDoor())
for address, view, answer in READS:
    api.get(address, response=answer, summary=view.__doc__, operation_id=view.__name__)(view)
api.put(
    REPORT,
    response=ReportOut,
    summary=report_views.save_report.__doc__,
    operation_id=report_views.save_report.__name__,
)(report_views.save_report)


def _behind_its_door() -> list[URLPattern]:
    """The API's own addresses: a key opens them, no sign-in is asked for."""
    patterns = [each for each in api.urls[0] if each.name != "api-root"]
    for pattern in patterns:
        login_not_required(pattern.callback)
    return patterns


urlpatterns = [
    path("docs/", docs_views.docs, {"api": api}, name="api_docs"),
    path("schema.json", docs_views.schema, {"api": api}, name="api_schema"),
    *_behind_its_door(),
]
