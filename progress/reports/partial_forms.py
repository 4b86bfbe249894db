"""A report's form of which some fields alone were typed: in the table of figures, in the workbook."""

from collections.abc import Mapping

from progress.reports.forms import ReportForm, initial_of
from progress.reports.sheet import ReportSheet
from progress.rules.spending import KEY as SPENDING


def form_over(
    sheet: ReportSheet, typed: Mapping[str, str], *, version: int, is_among_many: bool = False
) -> ReportForm:
    """The report's form as it stands, with these fields typed anew; `version` is what they were typed from.

    It is saved by the same action as the whole form, which writes every field: those that nobody typed here
    go along as they are, and an older version is refused there.
    """
    named = {"sheet": sheet, "is_among_many": is_among_many}
    saved = ReportForm(initial=initial_of(sheet), **named)
    data = {saved.add_prefix(name): _as_posted(saved[name].value()) for name in saved.fields}
    confirmed = {row.row.target.pk: row.reckoned.doubt for row in saved.target_fields() if row.is_confirmed}
    if saved.is_spent_confirmed:
        confirmed[SPENDING] = saved.spent_reckoned.doubt
    data |= {saved.confirm_name(key): doubt.mark for key, doubt in confirmed.items() if doubt}
    return ReportForm({**data, **typed, "version": str(version)}, **named)


def _as_posted(value: object) -> str:
    """As a browser sends it back."""
    return "" if value is None else str(value)
