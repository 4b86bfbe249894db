"""Files that a unit hands in with what it asks for (延期, 销号, 调整): they come with the asking and stay."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import Model

from projects.files.actions import keep
from projects.files.uploads import LookedAt
from projects.models import User
from projects.rules.errors import Refused


def attach_to_application(application: Model, *, files: Collection[LookedAt], at: datetime, by: User) -> None:
    """Keep the files beside the row that was just laid out, in its transaction: nobody changes them later."""
    most = settings.FILES_A_PAPER
    if len(files) > most:
        raise Refused(f"佐证材料最多 {most} 份。")
    seen: set[str] = set()
    for file in files:
        if file.sha256 in seen:
            raise Refused(f"“{file.name}”与另一份是同一文件，没有重复保存。")
        seen.add(file.sha256)
        named = {"name": file.name, "added_at": at, "added_by": by, "was_submitted": True}
        application.evidence.create(file=keep(file, at=at), **named)
