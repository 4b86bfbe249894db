"""What can be recorded: each wing declares its acts beside the functions that do them.

The log stores code and word.
"""

from dataclasses import dataclass

from projects.log.old_acts import ACTS as OLD

DECLARED: dict[str, "Act"] = {}


@dataclass(frozen=True)
class Act:
    """One act: the code that the log is searched by, the word that it shows.

    Raises ValueError for a code that is declared twice.
    """

    code: str
    word: str
    after_conclusion: bool = False  # whether it may still be done to a list that is concluded

    def __post_init__(self) -> None:
        if self.code in DECLARED:
            raise ValueError(f"the act {self.code} is declared twice")
        DECLARED[self.code] = self


REFUSED = Act("refused", "操作被拒绝")


def act_choices() -> list[tuple[str, str]]:
    """Every act that an entry may be of, as it is called now."""
    return list({**OLD, **{act.code: act.word for act in DECLARED.values()}}.items())
