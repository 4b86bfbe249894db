"""Who may: the roles, and which acts each may do in both apps. Whose rows: ask `visible_to`."""

from projects.rules.words import Worded


class Role(Worded):
    """What a person may be; one person, one account, one role."""

    FILER = "filer", "填报员"
    SIGNER = "signer", "审签人"
    COORDINATOR = "coordinator", "协调员"
    SUPERVISOR = "supervisor", "督查员"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计员"


UNIT_ROLES = (Role.FILER, Role.SIGNER)  # they act for a unit

OF_TWO = tuple(role for role in Role if role not in UNIT_ROLES)  # given and taken by two persons

PERMISSIONS = {
    Role.FILER: frozenset({"file_reports", "file_plans", "read_notices"}),
    Role.SIGNER: frozenset({"file_reports", "sign_reports", "file_plans", "read_notices"}),
    Role.COORDINATOR: frozenset(
        {
            "read_everything",
            "see_contacts",
            "open_periods",
            "review_reports",
            "decide_requests",
            "file_for_units",
            "record_plans",
            "remind_units",
            "record_coordination",
            "read_notices",
            "draft_notices",
            "issue_bulletins",
            "conclude_lists",
            "score_units",
            "record_oversight",
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            "read_everything",
            "see_contacts",
            "confirm_verdicts",
            "decide_requests",
            "remind_units",
            "record_coordination",
            "read_notices",
            "draft_notices",
            "sign_notices",
            "confirm_roles",
            "open_to_public",
            "record_oversight",
        }
    ),
    Role.ADMINISTRATOR: frozenset({"manage_lists", "manage_units", "manage_accounts", "confirm_roles"}),
    Role.AUDITOR: frozenset({"read_log"}),
}

ADMIN_SITE_MODELS = frozenset(
    {"unit", "unitalias", "unitgroup", "groupmembership", "user", "cityrecord"}
)  # what the administrator keeps in Django's admin


def may(role: str, permission: str) -> bool:
    """Whether this role has this permission, by its plain name."""
    return permission in PERMISSIONS.get(role, frozenset())


def needs_another(before: str, after: str, *, is_anybody_there: bool = True) -> bool:
    """Whether a change of an account in use, "" for one out of use, waits for a second person.

    To put an account out of use takes one: whoever leaves the office is out at once. While nobody is there
    to agree, on a new installation's first day, one gives the supervisor's role, who then agrees to the rest.
    """
    if after == Role.SUPERVISOR and not is_anybody_there:
        return False
    return before != after and after != "" and bool({before, after} & set(OF_TWO))


def may_in_admin(role: str, permission: str) -> bool:
    """Whether this role has one of Django's own permissions ("projects.change_unit") on the admin site."""
    model = permission.rpartition("_")[2]
    return role == Role.ADMINISTRATOR and permission.startswith("projects.") and model in ADMIN_SITE_MODELS
