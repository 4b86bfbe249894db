"""The plan: lists, tasks, units, targets, milestones; it knows nothing of what happened."""

from django.apps import AppConfig

from projects.screen.error_words import speak_plainly


class ProjectsConfig(AppConfig):
    """The plan."""

    name = "projects"
    verbose_name = "单位和用户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every form speaks in the office's words."""
        speak_plainly()
