"""The addresses of every page that shows the actual."""

from django.urls import path

from progress.views import closures, desk, filing, overdue, quarters, reminders, reports, reviews, task, tasks, units, year, years

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("years/", years.year_comparison, name="year_comparison"),
    path("<int:year>/", year.year_detail, name="year_detail"),
    path("<int:year>/tasks/", tasks.task_list, name="task_list"),
    path("<int:year>/tasks.xlsx", tasks.task_list_workbook, name="task_list_workbook"),
    path("<int:year>/tasks/<int:number>/", task.task_detail, name="task_detail"),
    path("units/<slug:code>/", units.unit_detail, name="unit_detail"),
    path("<int:year>/q<int:quarter>/", quarters.quarter_detail, name="quarter_detail"),
    path("<int:year>/q<int:quarter>/opening/", quarters.quarter_opening, name="quarter_opening"),
    path("extensions/<int:pk>/", quarters.extension_decide, name="extension_decide"),
    path("<int:year>/q<int:quarter>/tasks/<int:number>/", reports.report_page, name="report_detail"),
    path("<int:year>/q<int:quarter>/tasks/<int:number>/move/", reports.report_move, name="report_move"),
    path("<int:year>/q<int:quarter>/tasks/<int:number>/send-back/", reports.report_send_back, name="report_send_back"),
    path("<int:year>/q<int:quarter>/tasks/<int:number>/copy/", reports.report_copy, name="report_copy"),
    path("<int:year>/q<int:quarter>/filing/", filing.filing_desk, name="filing_desk"),
    path("<int:year>/q<int:quarter>/filing/sign/", filing.filing_sign, name="filing_sign"),
    path("<int:year>/q<int:quarter>/filing/extension/", filing.filing_extension, name="filing_extension"),
    path("<int:year>/q<int:quarter>/filing/print/", filing.filing_print, name="filing_print"),
    path("<int:year>/q<int:quarter>/review/", reviews.review_queue, name="review_queue"),
    path("<int:year>/q<int:quarter>/review/accept/", reviews.review_accept_many, name="review_accept_many"),
    path("<int:year>/q<int:quarter>/overdue/", overdue.overdue_desk, name="overdue_desk"),
    path("<int:year>/q<int:quarter>/overdue/overdue.xlsx", overdue.overdue_workbook_view, name="overdue_workbook"),
    path("<int:year>/q<int:quarter>/overdue/remind/", overdue.overdue_remind, name="overdue_remind"),
    path("<int:year>/q<int:quarter>/overdue/extension/", overdue.overdue_extension, name="overdue_extension"),
    path("reminders/", reminders.reminder_list, name="reminder_list"),
    path("<int:year>/reminders/", reminders.reminder_log, name="reminder_log"),
    path("<int:year>/q<int:quarter>/tasks/<int:number>/closure/", closures.closure_apply, name="closure_apply"),
    path("closures/<int:pk>/", closures.closure_decide, name="closure_decide"),
    path("verdicts/<int:pk>/confirm/", closures.verdict_confirm, name="verdict_confirm"),
    path("reports/<int:pk>/accept/", reviews.review_accept, name="review_accept"),
    path("reports/<int:pk>/return/", reviews.review_return, name="review_return"),
    path("reports/<int:pk>/reopen/", reviews.review_reopen, name="review_reopen"),
]
