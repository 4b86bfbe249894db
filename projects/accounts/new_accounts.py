"""An account that is to be opened."""

from dataclasses import dataclass

from projects.models import Unit
from projects.rules.roles import Role


@dataclass(frozen=True)
class NewAccount:
    """A filer or signer of a unit; without a name whoever signs in first says who they are."""

    unit: Unit
    role: str
    display_name: str = ""
    telephone: str = ""
    email: str = ""

    @property
    def role_word(self) -> str:
        """The role in words."""
        return Role.word_of(self.role)
