"""The addresses of every page that shows the actual."""

from django.urls import include, path

from progress.api import key_views
from progress.backfill import views as backfill_views
from progress.bulletins import views as bulletin_views
from progress.contributions import lead_views, share_views
from progress.contributions import views as contribution_views
from progress.coordination import views as coordination_views
from progress.desk import views as desk_views
from progress.evidence import views as evidence_views
from progress.extensions import views as extension_views
from progress.indicators import evidence_views as indicator_evidence_views
from progress.indicators import value_views
from progress.indicators import views as indicator_views
from progress.indicators import workbook_views as indicator_workbook_views
from progress.notices import draft_views, proposal_views, reply_views
from progress.notices import views as notice_views
from progress.opening import reporter_views, settings_views
from progress.opening import views as opening_views
from progress.overdue import act_views
from progress.overdue import views as overdue_views
from progress.oversight import views as oversight_views
from progress.paper_filing import views as paper_views
from progress.public import switch_views
from progress.public import views as public_views
from progress.reminders import contribution_views as contribution_reminder_views
from progress.reminders import plan_views as plan_reminder_views
from progress.reminders import value_views as value_reminder_views
from progress.reminders import views as reminder_views
from progress.reports import (
    closure_views,
    figures_views,
    filing_views,
    form_views,
    reopen_views,
    review_views,
    verdict_views,
)
from progress.reports import (
    evidence_views as report_evidence_views,
)
from progress.reports import views as report_views
from progress.scorecards import views as scorecard_views
from progress.start import views as start_views
from progress.tasks import list_views
from progress.tasks import views as task_views
from progress.unit_workbook import views as workbook_views
from progress.units import views as unit_views
from progress.year import history_views, quarter_views
from progress.year import views as year_views
from progress.year_end import follow_up_views
from progress.year_end import views as year_end_views

WORKBOOK, DOCUMENT, PUBLIC = ({"kind": kind} for kind in ("workbook", "document", "public"))
SMALL, LARGE = ({"size": size} for size in ("small", "large"))

urlpatterns = [
    path("", desk_views.desk, name="desk"),
    path("start/", start_views.start, name="start"),
    path("api/", include("progress.api.urls")),
    path("accounts/keys/", key_views.api_keys, name="api_keys"),
    path("accounts/keys/<int:pk>/end/", key_views.api_key_end, name="api_key_end"),
    path("years/", history_views.year_comparison, name="year_comparison"),
    path("<int:year>/", year_views.year_detail, name="year_detail"),
    path("<int:year>/tasks/", list_views.task_list, name="task_list"),
    path("<int:year>/tasks.xlsx", list_views.task_list_workbook, name="task_list_workbook"),
    path("<int:year>/tasks/<int:number>/", task_views.task_detail, name="task_detail"),
    path("units/<slug:code>/", unit_views.unit_detail, name="unit_detail"),
    path("<int:year>/q<int:quarter>/", quarter_views.quarter_detail, name="quarter_detail"),
    path("<int:year>/q<int:quarter>/opening/", opening_views.quarter_opening, name="quarter_opening"),
    path(
        "<int:year>/q<int:quarter>/opening/withdraw/", opening_views.quarter_withdraw, name="quarter_withdraw"
    ),
    path("<int:year>/q<int:quarter>/opening/closing/", opening_views.quarter_closing, name="quarter_closing"),
    path("extensions/<int:pk>/", extension_views.extension_decide, name="extension_decide"),
    path("<int:year>/q<int:quarter>/tasks/<int:number>/", form_views.report_page, name="report_detail"),
    path("<int:year>/q<int:quarter>/tasks/<int:number>/move/", report_views.report_move, name="report_move"),
    path(
        "<int:year>/q<int:quarter>/tasks/<int:number>/send-back/",
        report_views.report_send_back,
        name="report_send_back",
    ),
    path(
        "<int:year>/q<int:quarter>/tasks/<int:number>/reckon/",
        form_views.report_reckon,
        name="report_reckon",
    ),
    path("<int:year>/q<int:quarter>/tasks/<int:number>/copy/", form_views.report_copy, name="report_copy"),
    path(
        "<int:year>/q<int:quarter>/tasks/<int:number>/evidence/",
        report_evidence_views.report_evidence,
        name="report_evidence",
    ),
    path(
        "<int:year>/q<int:quarter>/tasks/<int:number>/contribution/",
        contribution_views.contribution,
        name="contribution",
    ),
    path(
        "<int:year>/q<int:quarter>/tasks/<int:number>/contribution/evidence/",
        contribution_views.contribution_evidence,
        name="contribution_evidence",
    ),
    path(
        "<int:year>/q<int:quarter>/tasks/<int:number>/contributions/",
        lead_views.task_contributions,
        name="task_contributions",
    ),
    path(
        "<int:year>/q<int:quarter>/tasks/<int:number>/contributions/take/",
        lead_views.contributions_take,
        name="contributions_take",
    ),
    path(
        "<int:year>/q<int:quarter>/filing/contributions/",
        contribution_views.contributions_desk,
        name="contributions_desk",
    ),
    path("<int:year>/backfill/", backfill_views.backfill_list, name="backfill_list"),
    path("<int:year>/backfill/q<int:quarter>/", backfill_views.backfill_quarter, name="backfill_quarter"),
    path(
        "<int:year>/backfill/q<int:quarter>/workbook.xlsx",
        backfill_views.backfill_workbook_out,
        name="backfill_workbook",
    ),
    path(
        "<int:year>/backfill/q<int:quarter>/decide/",
        backfill_views.backfill_decide,
        name="backfill_decide",
    ),
    path(
        "<int:year>/backfill/q<int:quarter>/take-back/",
        backfill_views.backfill_take_back,
        name="backfill_take_back",
    ),
    path("<int:year>/q<int:quarter>/paper/", paper_views.paper_desk, name="paper_desk"),
    path(
        "<int:year>/q<int:quarter>/paper/<int:number>/<slug:code>/",
        paper_views.paper_form,
        name="paper_form",
    ),
    path("<int:year>/tasks/<int:number>/shares/", share_views.task_shares, name="task_shares"),
    path("<int:year>/q<int:quarter>/evidence.zip", evidence_views.evidence_archive, name="evidence_archive"),
    path("evidence/<int:pk>/", evidence_views.evidence_file, name="evidence_file"),
    path(
        "evidence/<int:pk>/small.jpg",
        evidence_views.evidence_picture,
        {"size": "small"},
        name="evidence_small",
    ),
    path(
        "evidence/<int:pk>/large.jpg",
        evidence_views.evidence_picture,
        {"size": "large"},
        name="evidence_large",
    ),
    path("<int:year>/q<int:quarter>/filing/", filing_views.filing_desk, name="filing_desk"),
    path("<int:year>/q<int:quarter>/filing/sign/", filing_views.filing_sign, name="filing_sign"),
    path(
        "<int:year>/q<int:quarter>/filing/extension/",
        extension_views.filing_extension,
        name="filing_extension",
    ),
    path(
        "<int:year>/q<int:quarter>/filing/workbook.xlsx",
        workbook_views.filing_workbook_out,
        name="filing_workbook",
    ),
    path(
        "<int:year>/q<int:quarter>/filing/workbook/",
        workbook_views.filing_workbook_back,
        name="filing_workbook_back",
    ),
    path("<int:year>/q<int:quarter>/filing/figures/", figures_views.filing_figures, name="filing_figures"),
    path(
        "<int:year>/q<int:quarter>/filing/figures/reckon/",
        figures_views.figures_reckon,
        name="figures_reckon",
    ),
    path("<int:year>/q<int:quarter>/filing/print/", filing_views.filing_print, name="filing_print"),
    path(
        "<int:year>/q<int:quarter>/filing/quarter.xlsx",
        filing_views.filing_file,
        WORKBOOK,
        name="filing_quarter_workbook",
    ),
    path(
        "<int:year>/q<int:quarter>/filing/quarter.docx",
        filing_views.filing_file,
        DOCUMENT,
        name="filing_quarter_document",
    ),
    path("<int:year>/q<int:quarter>/review/", review_views.review_queue, name="review_queue"),
    path(
        "<int:year>/q<int:quarter>/review/accept/", review_views.review_accept_many, name="review_accept_many"
    ),
    path(
        "<int:year>/q<int:quarter>/review/reopen/", reopen_views.review_reopen_many, name="review_reopen_many"
    ),
    path("<int:year>/q<int:quarter>/overdue/", overdue_views.overdue_desk, name="overdue_desk"),
    path(
        "<int:year>/q<int:quarter>/overdue/overdue.xlsx",
        overdue_views.overdue_workbook_view,
        name="overdue_workbook",
    ),
    path("<int:year>/q<int:quarter>/overdue/remind/", act_views.overdue_remind, name="overdue_remind"),
    path("<int:year>/q<int:quarter>/overdue/notice/", act_views.overdue_notice, name="overdue_notice"),
    path(
        "<int:year>/q<int:quarter>/overdue/extension/", act_views.overdue_extension, name="overdue_extension"
    ),
    path("<int:year>/coordination/", coordination_views.coordination_list, name="coordination_list"),
    path(
        "<int:year>/coordination/<int:pk>/",
        coordination_views.coordination_detail,
        name="coordination_detail",
    ),
    path(
        "<int:year>/coordination/<int:pk>/edit/",
        coordination_views.coordination_edit,
        name="coordination_edit",
    ),
    path(
        "<int:year>/tasks/<int:number>/coordination/new/",
        coordination_views.coordination_new,
        name="coordination_new",
    ),
    path("conclusions/<int:pk>/", coordination_views.conclusion_act, name="conclusion_act"),
    path("reminders/", reminder_views.reminder_list, name="reminder_list"),
    path("<int:year>/plans/remind/", plan_reminder_views.plans_remind, name="plans_remind"),
    path("<int:year>/plans/reminders/", plan_reminder_views.plan_reminder_log, name="plan_reminder_log"),
    path(
        "plans/<int:start>-<int:end>/values/<int:of_year>/remind/",
        value_reminder_views.values_remind,
        name="values_remind",
    ),
    path(
        "plans/<int:start>-<int:end>/reminders/",
        value_reminder_views.value_reminder_log,
        name="value_reminder_log",
    ),
    path(
        "<int:year>/contributions/reminders/",
        contribution_reminder_views.contribution_reminder_log,
        name="contribution_reminder_log",
    ),
    path("<int:year>/reminders/", reminder_views.reminder_log, name="reminder_log"),
    path(
        "<int:year>/q<int:quarter>/tasks/<int:number>/closure/",
        closure_views.closure_apply,
        name="closure_apply",
    ),
    path("closures/<int:pk>/", closure_views.closure_decide, name="closure_decide"),
    path("verdicts/<int:pk>/confirm/", verdict_views.verdict_confirm, name="verdict_confirm"),
    path("verdicts/<int:pk>/disagree/", verdict_views.verdict_disagree, name="verdict_disagree"),
    path(
        "<int:year>/q<int:quarter>/tasks/<int:number>/verdict/",
        verdict_views.verdict_give,
        name="verdict_give",
    ),
    path("verdicts/<int:pk>/rejudge/", verdict_views.verdict_rejudge, name="verdict_rejudge"),
    path("reports/<int:pk>/accept/", review_views.review_accept, name="review_accept"),
    path("reports/<int:pk>/compute/", review_views.review_compute, name="review_compute"),
    path("reports/<int:pk>/return/", review_views.review_return, name="review_return"),
    path("reports/<int:pk>/reopen/", review_views.review_reopen, name="review_reopen"),
    path("<int:year>/reporters/", reporter_views.list_reporters, name="list_reporters"),
    path("<int:year>/settings/", settings_views.list_settings, name="list_settings"),
    path("<int:year>/notices/", notice_views.notice_list, name="notice_list"),
    path("<int:year>/notices.xlsx", notice_views.notice_list_workbook, name="notice_list_workbook"),
    path("<int:year>/notices/proposals/", proposal_views.notice_proposals, name="notice_proposals"),
    path("<int:year>/notices/new/", draft_views.notice_new, name="notice_new"),
    path("<int:year>/notices/drafts/<int:pk>/", draft_views.notice_draft, name="notice_draft"),
    path("<int:year>/notices/drafts/<int:pk>/move/", draft_views.notice_draft_move, name="notice_draft_move"),
    path("<int:year>/notices/<int:number>/", notice_views.notice_detail, name="notice_detail"),
    path("<int:year>/notices/<int:number>/move/", notice_views.notice_move, name="notice_move"),
    path("<int:year>/notices/<int:number>/reply/", reply_views.notice_reply, name="notice_reply"),
    path(
        "<int:year>/notices/<int:number>/reply/evidence/",
        reply_views.notice_reply_evidence,
        name="notice_reply_evidence",
    ),
    path(
        "<int:year>/notices/<int:number>/reply/move/",
        reply_views.notice_reply_move,
        name="notice_reply_move",
    ),
    path("<int:year>/notices/<int:number>/notice.docx", notice_views.notice_paper, name="notice_paper"),
    path("<int:year>/q<int:quarter>/bulletin/", bulletin_views.bulletin_page, name="bulletin"),
    path(
        "<int:year>/q<int:quarter>/bulletin/preview/",
        bulletin_views.bulletin_preview,
        name="bulletin_preview",
    ),
    path("<int:year>/q<int:quarter>/bulletin/edit/", bulletin_views.bulletin_edit, name="bulletin_edit"),
    path("<int:year>/q<int:quarter>/bulletin/issue/", bulletin_views.bulletin_issue, name="bulletin_issue"),
    path(
        "<int:year>/q<int:quarter>/bulletin/bulletin.xlsx",
        bulletin_views.bulletin_file,
        WORKBOOK,
        name="bulletin_workbook",
    ),
    path(
        "<int:year>/q<int:quarter>/bulletin/bulletin.docx",
        bulletin_views.bulletin_file,
        DOCUMENT,
        name="bulletin_document",
    ),
    path("<int:year>/tasks/<int:number>/follow-up/", follow_up_views.follow_up, name="follow_up"),
    path(
        "<int:year>/tasks/<int:number>/follow-up/evidence/",
        follow_up_views.follow_up_evidence,
        name="follow_up_evidence",
    ),
    path("<int:year>/scorecards/", scorecard_views.scorecards, name="scorecards"),
    path("<int:year>/scorecards/rules/", scorecard_views.scoring_rules, name="scoring_rules"),
    path(
        "<int:year>/scorecards/scorecards.xlsx",
        scorecard_views.scorecards_file,
        WORKBOOK,
        name="scorecards_workbook",
    ),
    path(
        "<int:year>/scorecards/scorecards.docx",
        scorecard_views.scorecards_file,
        DOCUMENT,
        name="scorecards_document",
    ),
    path("<int:year>/scorecards/<slug:code>/", scorecard_views.scorecard, name="scorecard"),
    path("<int:year>/oversight/", oversight_views.oversight, name="oversight"),
    path("<int:year>/oversight/new/<slug:kind>/", oversight_views.oversight_new, name="oversight_new"),
    path("<int:year>/oversight/<int:pk>/", oversight_views.oversight_edit, name="oversight_edit"),
    path("<int:year>/oversight/<int:pk>/remove/", oversight_views.oversight_remove, name="oversight_remove"),
    path("<int:year>/oversight/<int:pk>/file/", oversight_views.oversight_file, name="oversight_file"),
    path("publication/", switch_views.publication, name="publication"),
    path("public/", public_views.public_page, name="public_page"),
    path("public/<int:year>/", public_views.public_year, name="public_year"),
    path("public/<int:year>/tasks.csv", public_views.public_csv, name="public_csv"),
    path("public/<int:year>/tasks.json", public_views.public_json, name="public_json"),
    path("public/<int:year>/tasks/<int:number>/", public_views.public_task, name="public_task"),
    path("public/<int:year>/q<int:quarter>/", public_views.public_issue, name="public_issue"),
    path(
        "public/<int:year>/q<int:quarter>/public.docx", public_views.public_document, name="public_document"
    ),
    path("plans/", indicator_views.five_plans, name="five_plans"),
    path("plans/<int:start>-<int:end>/", indicator_views.five_plan, name="five_plan"),
    path("plans/<int:start>-<int:end>/indicators/<int:number>/", indicator_views.indicator, name="indicator"),
    path(
        "plans/<int:start>-<int:end>/indicators/<int:number>/<int:of_year>/evidence/",
        indicator_evidence_views.yearly_value_evidence,
        name="yearly_value_evidence",
    ),
    path(
        "plans/<int:start>-<int:end>/indicators/<int:number>/<int:of_year>/",
        value_views.yearly_value,
        name="yearly_value",
    ),
    path(
        "plans/<int:start>-<int:end>/values/<int:of_year>/workbook.xlsx",
        indicator_workbook_views.values_workbook_out,
        name="values_workbook",
    ),
    path(
        "plans/<int:start>-<int:end>/values/<int:of_year>/workbook/",
        indicator_workbook_views.values_workbook_back,
        name="values_workbook_back",
    ),
    path(
        "plans/<int:start>-<int:end>/evaluation/<int:of_year>.xlsx",
        indicator_views.evaluation,
        WORKBOOK,
        name="evaluation_workbook",
    ),
    path(
        "plans/<int:start>-<int:end>/evaluation/<int:of_year>.docx",
        indicator_views.evaluation,
        DOCUMENT,
        name="evaluation_document",
    ),
    path("<int:year>/conclusion/", year_end_views.conclusion, name="conclusion"),
    path("<int:year>/bulletins/", bulletin_views.bulletin_list, name="bulletin_list"),
    path("<int:year>/bulletins/<int:number>/", bulletin_views.bulletin_detail, name="bulletin_detail"),
    path(
        "<int:year>/bulletins/<int:number>/bulletin.xlsx",
        bulletin_views.issue_file,
        WORKBOOK,
        name="issue_workbook",
    ),
    path(
        "<int:year>/bulletins/<int:number>/bulletin.docx",
        bulletin_views.issue_file,
        DOCUMENT,
        name="issue_document",
    ),
    path(
        "<int:year>/bulletins/<int:number>/public.docx",
        bulletin_views.issue_file,
        PUBLIC,
        name="issue_public",
    ),
]
