"""The files of a 后续报告."""

from functools import partial

from projects.evidence import round_cards

WHOLE = "整份后续报告"

own_card = partial(round_cards.own_card, whole=WHOLE)
submitted_card = partial(round_cards.submitted_card, whole=WHOLE)
