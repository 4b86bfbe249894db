"""The public version of an issue or a draft, with what the register knows of names."""

from collections.abc import Sequence

from progress.bulletins.public import public_version
from progress.rules.figures import Figures
from projects.paper.paragraphs import Paragraph
from projects.register.persons import persons
from projects.register.unit_names import names_of_units
from projects.rules.city import City


def public_of(
    figures: Figures, text: Sequence[Paragraph], *, city: City
) -> tuple[Figures, tuple[Paragraph, ...]]:
    """The public version, with everybody whom no text may name read from the register."""
    return public_version(figures, text, city=city, names=persons(), unit_names=names_of_units())
