"""The plan's tables: the city, units, people, documents, lists, tasks, targets, milestones, the log."""

from projects.models.chores import Chore
from projects.models.city import CityRecord
from projects.models.documents import Decision, DocumentReading, Finding, SourceDocument
from projects.models.filed_plans import Plan, PlanAdjustment, PlanFiling, PlanOpinion, PlanRound
from projects.models.files import KeptFile
from projects.models.indicators import FivePlan, Indicator
from projects.models.lists import Domain, YearlyList
from projects.models.log import LogEntry, LogSeal
from projects.models.matters import Matter
from projects.models.milestones import Milestone, MilestoneItem
from projects.models.outside_identities import OutsideIdentity
from projects.models.people import RoleChange, User
from projects.models.plan_evidence import PlanEvidence
from projects.models.plan_reminders import PlanReminder, PlanReminderOccasion
from projects.models.second_factors import SecondFactor
from projects.models.successions import Succession
from projects.models.targets import PlannedValue, Target
from projects.models.tasks import Assignment, Correction, EarlierPlan, Revision, SubProject, Task
from projects.models.units import GroupMembership, Unit, UnitAlias, UnitGroup

__all__ = [
    "Assignment",
    "Chore",
    "CityRecord",
    "Correction",
    "Decision",
    "DocumentReading",
    "Domain",
    "EarlierPlan",
    "Finding",
    "FivePlan",
    "GroupMembership",
    "Indicator",
    "KeptFile",
    "LogEntry",
    "LogSeal",
    "Matter",
    "Milestone",
    "MilestoneItem",
    "Plan",
    "OutsideIdentity",
    "PlanAdjustment",
    "PlanEvidence",
    "PlanFiling",
    "PlanOpinion",
    "PlanReminder",
    "PlanReminderOccasion",
    "PlanRound",
    "PlannedValue",
    "Revision",
    "SecondFactor",
    "RoleChange",
    "SourceDocument",
    "SubProject",
    "Succession",
    "Target",
    "Task",
    "Unit",
    "UnitAlias",
    "UnitGroup",
    "User",
    "YearlyList",
]
