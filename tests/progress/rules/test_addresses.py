import pytest
from django.urls import resolve, reverse

from progress.rules import addresses
from projects.rules import addresses as plan_addresses
from projects.rules.quarters import Quarter

PAGES = {
    "year": (addresses.year(2021), "year_detail"),
    "tasks": (addresses.tasks(2021), "task_list"),
    "task": (addresses.task(2021, 36), "task_detail"),
    "findings": (addresses.findings(2021), "finding_list"),
    "plans": (plan_addresses.plans(2023), "plan_desk"),
    "plan": (plan_addresses.plan(2023, 36), "plan_detail"),
    "successions": (plan_addresses.successions(2023), "succession_list"),
    "matters": (plan_addresses.matters(2023), "matter_list"),
    "domains": (plan_addresses.domains(2021), "domain_list"),
    "units": (plan_addresses.units(), "unit_list"),
    "documents": (plan_addresses.documents(), "document_list"),
    "log": (plan_addresses.log(), "log"),
    "people": (plan_addresses.people(), "people"),
    "desk": (addresses.desk(), "desk"),
    "filing_desk": (addresses.filing_desk(2021, 2), "filing_desk"),
    "review": (addresses.review(2021, 2), "review_queue"),
    "document": (plan_addresses.document(3), "document_detail"),
    "unit": (addresses.unit("sjyj"), "unit_detail"),
    "group": (addresses.group("xqj"), "group_detail"),
    "quarter": (addresses.quarter(2021, 2), "quarter_detail"),
    "report": (addresses.report(2021, 2, 36), "report_detail"),
    "evidence": (addresses.evidence(3), "evidence_file"),
    "evidence_picture": (addresses.evidence_picture(3, "small"), "evidence_small"),
    "filing": (addresses.filing(2021, 2, "missing"), "filing_desk"),
    "queue": (addresses.queue(2021, 2, "pending"), "review_queue"),
    "overdue": (addresses.overdue(2021, 2), "overdue_desk"),
    "bulletin_draft": (addresses.bulletin_draft(2021, 2), "bulletin"),
    "bulletin": (addresses.bulletin(2021, 3), "bulletin_detail"),
    "notices": (addresses.notices(2021), "notice_list"),
    "new_notice": (addresses.new_notice(Quarter(2021, 2), "sjyj", [36]), "notice_new"),
    "notice": (addresses.notice(2021, 7), "notice_detail"),
    "notice_draft": (addresses.notice_draft(2021, 7), "notice_draft"),
    "shares": (addresses.shares(2021, 36), "task_shares"),
    "contribution": (addresses.contribution(2021, 2, 36, "hzq"), "contribution"),
    "contributions": (addresses.contributions(2021, 2, 36), "task_contributions"),
    "contributions_desk": (addresses.contributions_desk(2021, 2), "contributions_desk"),
    "paper_desk": (addresses.paper_desk(2021, 2, "sjyj"), "paper_desk"),
    "five_plans": (plan_addresses.five_plans(), "five_plans"),
    "five_plan": (plan_addresses.five_plan(2021, 2025), "five_plan"),
    "five_plan_settings": (plan_addresses.five_plan_settings(2021, 2025), "five_plan_settings"),
    "indicator": (plan_addresses.indicator(2021, 2025, 7), "indicator"),
    "yearly_value": (plan_addresses.yearly_value(2021, 2025, 7, 2022), "yearly_value"),
    "conclusion": (addresses.conclusion(2021), "conclusion"),
    "oversight": (addresses.oversight(2021), "oversight"),
    "scorecards": (addresses.scorecards(2021), "scorecards"),
    "scorecard": (addresses.scorecard(2021, "sjyj"), "scorecard"),
    "follow_up": (addresses.follow_up(2021, 36, "sjyj"), "follow_up"),
    "opening": (addresses.opening(2021, 2), "quarter_opening"),
    "closing": (addresses.closing(2021, 2), "quarter_closing"),
    "meetings": (addresses.meetings(2021), "coordination_list"),
    "meeting": (addresses.meeting(2021, 5), "coordination_detail"),
    "settings": (addresses.settings(2021), "list_settings"),
    "reminders": (addresses.reminders(), "reminder_list"),
    "plan_evidence": (plan_addresses.plan_evidence(5), "plan_evidence_file"),
    "plan_evidence_picture": (plan_addresses.plan_evidence_picture(5, "small"), "plan_evidence_small"),
}


def test_every_address_is_tried_below():
    of_the_plan = {name for name in vars(plan_addresses) if not name.startswith("_")}
    assert set(PAGES) == {*addresses.__all__, *of_the_plan}


@pytest.mark.parametrize("page", PAGES)
def test_an_address_is_the_one_of_its_page(page):
    address, name = PAGES[page]
    path = address.partition("?")[0]
    assert (resolve(path).url_name, reverse(name, kwargs=resolve(path).kwargs)) == (name, path)


def test_a_query_says_what_is_asked_for():
    assert addresses.report(2021, 2, 36, "sjyj").endswith("/36/?unit=sjyj")
    assert addresses.queue(2021, 2, "late", unit="sjyj").endswith("/review/?unit=sjyj&state=late")
    assert addresses.filing(2021, 2, "").endswith("/filing/?state=")


def test_a_place_on_the_page_stands_behind_it():
    assert addresses.task(2021, 36, part="findings") == "/2021/tasks/36/#findings"
