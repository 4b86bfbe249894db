"""The actual: periods, reports, reviews, verdicts, bulletins; it looks at the plan through few doors."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """The actual."""

    name = "progress"
    verbose_name = "进展"
    default_auto_field = "django.db.models.BigAutoField"
