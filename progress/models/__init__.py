"""The actual's tables: periods, reports with their rounds, reviews and verdicts, bulletins, notices."""

from progress.models.backfills import Backfill
from progress.models.bulletins import BULLETIN_FILES, Bulletin, BulletinDraft, BulletinFile
from progress.models.contributions import (
    Allocation,
    ContributedValue,
    Contribution,
    ContributionDemand,
    ContributionReminder,
    SharedTarget,
)
from progress.models.coordination import Conclusion, Coordination
from progress.models.evidence import Evidence
from progress.models.extensions import Extension
from progress.models.indicators import YearlyValue
from progress.models.keys import ApiKey, KeyHolder
from progress.models.notices import Notice
from progress.models.oversight import Oversight
from progress.models.periods import ListSettings, ReportingPeriod
from progress.models.public_page import PublicIssue, PublicPage
from progress.models.reminders import Reminder, ReminderOccasion
from progress.models.replies import NoticeReply, ReplyRound
from progress.models.reports import ItemState, KeptPlan, Measurement, Report, Round
from progress.models.reviews import Closure, Review, Verdict
from progress.models.scorecards import Objection, Scorecard, ScorecardFile, Scoring
from progress.models.value_reminders import NamedValue, ValueReminder, ValueReminderOccasion
from progress.models.year_end import FollowUp, Outcome, YearEnd

__all__ = [
    "SharedTarget",
    "Contribution",
    "ContributionDemand",
    "ContributionReminder",
    "ContributedValue",
    "Allocation",
    "ApiKey",
    "Backfill",
    "BULLETIN_FILES",
    "Bulletin",
    "BulletinDraft",
    "BulletinFile",
    "Closure",
    "Conclusion",
    "Coordination",
    "Evidence",
    "Extension",
    "FollowUp",
    "ItemState",
    "KeptPlan",
    "KeyHolder",
    "ListSettings",
    "Measurement",
    "NamedValue",
    "Notice",
    "NoticeReply",
    "Objection",
    "Outcome",
    "Oversight",
    "PublicIssue",
    "PublicPage",
    "Reminder",
    "ReminderOccasion",
    "ReplyRound",
    "Report",
    "ReportingPeriod",
    "Review",
    "Round",
    "Scorecard",
    "ScorecardFile",
    "Scoring",
    "ValueReminder",
    "ValueReminderOccasion",
    "Verdict",
    "YearEnd",
    "YearlyValue",
]
