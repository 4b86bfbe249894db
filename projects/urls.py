"""The addresses of every page that shows the plan only."""

from django.urls import path

from projects.accounts import views as account_views
from projects.corrections import finding_views
from projects.corrections import views as correction_views
from projects.help import views as help_views
from projects.lists import schedule_views
from projects.log import views as log_views
from projects.register import views as register_views

urlpatterns = [
    path("accounts/login/", account_views.SignIn.as_view(), name="login"),
    path("accounts/logout/", account_views.SignOut.as_view(), name="logout"),
    path("accounts/password_change/", account_views.ChoosePassword.as_view(), name="password_change"),
    path("accounts/session/", account_views.session, name="session"),
    path("accounts/roles/", account_views.role_changes, name="role_changes"),
    path("accounts/roles/<int:pk>/", account_views.role_change_answer, name="role_change_answer"),
    path("help/", help_views.help_page, name="help"),
    path("log/", log_views.log, name="log"),
    path("log/log.xlsx", log_views.log_workbook, name="log_workbook"),
    path("<int:year>/schedule.xlsx", schedule_views.schedule, name="schedule_workbook"),
    path("units/", register_views.unit_list, name="unit_list"),
    path("units/<slug:code>/edit/", register_views.unit_edit, name="unit_edit"),
    path("units/groups/<slug:code>/", register_views.group_detail, name="group_detail"),
    path("units/groups/<slug:code>/<int:year>/confirm/", register_views.group_confirm, name="group_confirm"),
    path("units/groups/<slug:code>/<int:year>/add/", register_views.group_add, name="group_add"),
    path("units/members/<int:pk>/confirm/", register_views.member_confirm, name="member_confirm"),
    path("units/members/<int:pk>/remove/", register_views.member_remove, name="member_remove"),
    path("<int:year>/findings/", finding_views.finding_list, name="finding_list"),
    path("<int:year>/findings/<int:pk>/reopen/", finding_views.finding_reopen, name="finding_reopen"),
    path("<int:year>/tasks/<int:number>/units/", correction_views.task_units, name="task_units"),
    path(
        "<int:year>/tasks/<int:number>/sub-projects/",
        correction_views.task_sub_projects,
        name="task_sub_projects",
    ),
    path(
        "<int:year>/tasks/<int:number>/items/q<int:quarter>/", correction_views.task_items, name="task_items"
    ),
    path("<int:year>/tasks/<int:number>/targets/add/", correction_views.target_add, name="target_add"),
    path("<int:year>/tasks/<int:number>/targets/<int:pk>/", correction_views.target_edit, name="target_edit"),
    path(
        "<int:year>/tasks/<int:number>/targets/<int:pk>/planned/",
        correction_views.target_planned,
        name="target_planned",
    ),
    path(
        "<int:year>/tasks/<int:number>/targets/<int:pk>/remove/",
        correction_views.target_remove,
        name="target_remove",
    ),
    path(
        "<int:year>/tasks/<int:number>/targets/<int:pk>/part/",
        correction_views.target_part,
        name="target_part",
    ),
]
