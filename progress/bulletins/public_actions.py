"""What everybody may read of an issue, drawn once and kept: the public page reads nothing else."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from progress.bulletins.document import bulletin_document
from progress.bulletins.imprint import Imprint, imprint_of
from progress.bulletins.public_reads import public_of
from progress.models import Bulletin, PublicIssue
from progress.rules.figures import Figures
from progress.rules.figures_json import from_json, to_json
from projects.paper.paragraphs import Paragraph
from projects.rules.calendar import local_day
from projects.rules.city import City


def keep_public(
    bulletin: Bulletin, *, figures: Figures, text: Sequence[Paragraph], imprint: Imprint, city: City
) -> PublicIssue:
    """The public version of an issue, within the transaction of the act that needs it."""
    shown, words = public_of(figures, text, city=city)
    return PublicIssue.objects.create(
        bulletin=bulletin,
        issuer=imprint.issuer,
        figures=to_json(shown),
        paragraphs=[asdict(each) for each in words],
        document=bulletin_document(shown, words, replace(imprint, is_public=True)),
    )


def keep_what_is_lacking(*, city: City, note: str = "") -> int:
    """The same of issues from before it was kept; how many. Their own files stay as they were issued.

    What came out on paper, or not at all (补录), was not issued here: its text is not known.
    """
    lacking = Bulletin.objects.filter(public_issue__isnull=True, is_backfilled=False)
    lacking = lacking.select_related("corrects").order_by("pk")
    for bulletin in lacking:
        imprint = imprint_of(
            city,
            number=bulletin.number,
            corrects=bulletin.corrects.number if bulletin.corrects else None,
            dated=local_day(bulletin.issued_at),
            note=note,
        )
        text = tuple(Paragraph(**each) for each in bulletin.paragraphs)
        keep_public(bulletin, figures=from_json(bulletin.figures), text=text, imprint=imprint, city=city)
    return len(lacking)
