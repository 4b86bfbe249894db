"""The addresses of every page that shows the plan only."""

from django.urls import path

from projects.accounts import code_views, factor_views, first_views, import_views, outside_views, people_views
from projects.accounts import views as account_views
from projects.adoption import views as adoption_views
from projects.corrections import finding_views, list_views
from projects.corrections import views as correction_views
from projects.domains import views as domain_views
from projects.help import views as help_views
from projects.indicators import views as indicator_views
from projects.lists import schedule_views
from projects.log import views as log_views
from projects.matters import views as matter_views
from projects.plans import desk_views as plan_desk_views
from projects.plans import evidence_views as plan_evidence_views
from projects.plans import review_views as plan_review_views
from projects.plans import unit_views as plan_unit_views
from projects.plans import views as plan_views
from projects.register import city_views, new_unit_views
from projects.register import views as register_views
from projects.succession import views as succession_views

urlpatterns = [
    path("accounts/login/", account_views.SignIn.as_view(), name="login"),
    path("accounts/logout/", account_views.SignOut.as_view(), name="logout"),
    path("accounts/password_change/", account_views.ChoosePassword.as_view(), name="password_change"),
    path("accounts/session/", account_views.session, name="session"),
    path("accounts/roles/", account_views.role_changes, name="role_changes"),
    path("accounts/roles/<int:pk>/", account_views.role_change_answer, name="role_change_answer"),
    path("accounts/", people_views.people, name="people"),
    path("accounts/login/code/", code_views.sign_in_code, name="sign_in_code"),
    path("accounts/second-factor/", factor_views.second_factor, name="second_factor"),
    path("accounts/outside/", outside_views.outside_leave, name="outside_leave"),
    path("accounts/outside/back/", outside_views.outside_arrived, name="outside_arrived"),
    path("accounts/outside/binding/", outside_views.outside_identity, name="outside_identity"),
    path("accounts/open/", people_views.open_lacking, name="open_lacking"),
    path("accounts/add/", people_views.account_add, name="account_add"),
    path("accounts/acts/", people_views.account_acts, name="account_acts"),
    path("accounts/import/", import_views.account_import, name="account_import"),
    path("accounts/import/template.xlsx", import_views.import_template, name="account_template"),
    path("accounts/<int:pk>/hand-over/", people_views.account_hand_over, name="account_hand_over"),
    path("start/administrator/<str:token>/", first_views.first_administrator, name="first_administrator"),
    path("help/", help_views.help_page, name="help"),
    path("log/", log_views.log, name="log"),
    path("log/log.xlsx", log_views.log_workbook, name="log_workbook"),
    path("log/log.zip", log_views.log_archive, name="log_archive"),
    path("log/seals/", log_views.seals, name="log_seals"),
    path("<int:year>/schedule.xlsx", schedule_views.schedule, name="schedule_workbook"),
    path("documents/", adoption_views.document_list, name="document_list"),
    path("documents/<int:pk>/", adoption_views.document_detail, name="document_detail"),
    path("documents/<int:pk>/adopt/", adoption_views.document_adopt, name="document_adopt"),
    path("documents/<int:pk>/discard/", adoption_views.document_discard, name="document_discard"),
    path("documents/<int:pk>/file/", adoption_views.document_file, name="document_file"),
    path(
        "documents/<int:pk>/compare/<int:other>/",
        adoption_views.document_comparison,
        name="document_comparison",
    ),
    path("documents/<int:pk>/indicators/", indicator_views.five_plan_adopt, name="five_plan_adopt"),
    path(
        "plans/<int:start>-<int:end>/settings/", indicator_views.five_plan_settings, name="five_plan_settings"
    ),
    path("units/", register_views.unit_list, name="unit_list"),
    path("city/", city_views.city_edit, name="city_edit"),
    path("register/new/", new_unit_views.unit_new, name="unit_new"),
    path("register/load/", new_unit_views.register_load, name="register_load"),
    path("units/<slug:code>/edit/", register_views.unit_edit, name="unit_edit"),
    path("units/<slug:code>/contacts/", register_views.unit_contacts, name="unit_contacts"),
    path("units/groups/<slug:code>/", register_views.group_detail, name="group_detail"),
    path("units/groups/<slug:code>/<int:year>/confirm/", register_views.group_confirm, name="group_confirm"),
    path("units/groups/<slug:code>/<int:year>/add/", register_views.group_add, name="group_add"),
    path("units/members/<int:pk>/confirm/", register_views.member_confirm, name="member_confirm"),
    path("units/members/<int:pk>/remove/", register_views.member_remove, name="member_remove"),
    path("<int:year>/findings/", finding_views.finding_list, name="finding_list"),
    path("<int:year>/findings/<int:pk>/reopen/", finding_views.finding_reopen, name="finding_reopen"),
    path("<int:year>/plans/", plan_desk_views.plan_desk, name="plan_desk"),
    path("<int:year>/plans/plans.xlsx", plan_desk_views.plan_desk_workbook, name="plan_desk_workbook"),
    path(
        "<int:year>/plans/evidence.zip",
        plan_evidence_views.plan_evidence_archive,
        name="plan_evidence_archive",
    ),
    path("<int:year>/plans/workbook.xlsx", plan_unit_views.plan_workbook, name="plan_workbook"),
    path("<int:year>/plans/workbook/", plan_unit_views.plan_workbook_back, name="plan_workbook_back"),
    path("<int:year>/plans/opening/", plan_desk_views.plan_opening, name="plan_opening"),
    path("<int:year>/plans/sign/", plan_desk_views.plans_sign, name="plans_sign"),
    path("<int:year>/plans/record/", plan_review_views.plans_record, name="plans_record"),
    path("<int:year>/tasks/<int:number>/plan/", plan_views.plan_page, name="plan_detail"),
    path(
        "<int:year>/tasks/<int:number>/plan/evidence/",
        plan_evidence_views.plan_evidence,
        name="plan_evidence",
    ),
    path("plans/evidence/<int:pk>/", plan_evidence_views.plan_evidence_file, name="plan_evidence_file"),
    path(
        "plans/evidence/<int:pk>/small.jpg",
        plan_evidence_views.plan_evidence_picture,
        {"size": "small"},
        name="plan_evidence_small",
    ),
    path(
        "plans/evidence/<int:pk>/large.jpg",
        plan_evidence_views.plan_evidence_picture,
        {"size": "large"},
        name="plan_evidence_large",
    ),
    path("<int:year>/tasks/<int:number>/plan/reckon/", plan_views.plan_reckon, name="plan_reckon"),
    path("<int:year>/tasks/<int:number>/plan/move/", plan_views.plan_move, name="plan_move"),
    path("<int:year>/tasks/<int:number>/plan/send-back/", plan_views.plan_send_back, name="plan_send_back"),
    path("<int:year>/tasks/<int:number>/plan/plan.docx", plan_views.plan_paper, name="plan_paper"),
    path("<int:year>/tasks/<int:number>/plan/unit/", plan_review_views.plan_unit, name="plan_unit"),
    path("<int:year>/tasks/<int:number>/plan/opinion/", plan_review_views.plan_opinion, name="plan_opinion"),
    path("<int:year>/tasks/<int:number>/plan/record/", plan_review_views.plan_record, name="plan_record"),
    path("<int:year>/tasks/<int:number>/plan/return/", plan_review_views.plan_return, name="plan_return"),
    path("<int:year>/tasks/<int:number>/plan/reopen/", plan_review_views.plan_reopen, name="plan_reopen"),
    path(
        "<int:year>/tasks/<int:number>/plan/adjustment/",
        plan_review_views.plan_adjustment,
        name="plan_adjustment",
    ),
    path(
        "<int:year>/tasks/<int:number>/plan/adjustment/answer/",
        plan_review_views.plan_adjustment_answer,
        name="plan_adjustment_answer",
    ),
    path("<int:year>/succession/", succession_views.succession_list, name="succession_list"),
    path("<int:year>/succession/seek/", succession_views.succession_seek, name="succession_seek"),
    path("<int:year>/succession/decide/", succession_views.succession_decide, name="succession_decide"),
    path("<int:year>/matters/", matter_views.matter_list, name="matter_list"),
    path("<int:year>/matters/group/", matter_views.matter_group, name="matter_group"),
    path("<int:year>/matters/headings/", matter_views.matters_by_headings, name="matters_by_headings"),
    path("<int:year>/matters/<int:number>/", matter_views.matter_edit, name="matter_edit"),
    path("<int:year>/matters/<int:number>/remove/", matter_views.matter_remove, name="matter_remove"),
    path("<int:year>/domains/", domain_views.domain_list, name="domain_list"),
    path("<int:year>/domains/group/", domain_views.domain_group, name="domain_group"),
    path("<int:year>/domains/<int:number>/", domain_views.domain_edit, name="domain_edit"),
    path("<int:year>/domains/<int:number>/remove/", domain_views.domain_remove, name="domain_remove"),
    path("lists/new/", list_views.list_new, name="list_new"),
    path("<int:year>/edit/", list_views.list_edit, name="list_edit"),
    path("<int:year>/tasks/new/", list_views.task_new, name="task_new"),
    path("<int:year>/tasks/<int:number>/text/", list_views.task_text, name="task_text"),
    path("<int:year>/tasks/<int:number>/schedule/", list_views.task_schedule, name="task_schedule"),
    path("<int:year>/tasks/<int:number>/remove/", list_views.task_remove, name="task_remove"),
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
