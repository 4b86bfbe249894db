"""Django's sessions in the database, read as every page reads them: by a statement that is prepared."""

from functools import cache

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from projects.models.readings import Reading
from projects.models.statements import slot


class SessionStore(db.SessionStore):
    """The session store; `SESSION_ENGINE` names this module."""

    def _get_session_from_db(self) -> Session | None:
        """The session while it is in force; else a new key is made when it is next saved."""
        found = _sessions().first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found


@cache
def _sessions() -> Reading[Session]:
    return Reading(Session.objects.filter(session_key=slot("key"), expire_date__gt=slot("now")))
