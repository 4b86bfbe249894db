"""Writing what was typed of targets and items, row by row."""

from collections.abc import Mapping

from django.db.models import Model

from progress.models import ItemState, Measurement, Report
from progress.reports.typed_rows import Value, measured_in, stated_in

Says = Mapping[str, object]  # what a row says, by field


def write_values(report: Report, *, values: Mapping[int, Value]) -> None:
    """The values in one statement; whoever types a value again has looked at it, so 待核对 is lifted."""
    says = {
        key: {
            "value": each.value,
            "no_data_reason": each.no_data_reason.strip(),
            "expected_at_year_end": each.expected_at_year_end,
            "needs_settling": False,
        }
        for key, each in values.items()
    }
    stand = {each.target_id: each for each in measured_in(report)} if says else {}
    Measurement.objects.bulk_create(
        [Measurement(report=report, target_id=key, **row) for key, row in _other(says, stand).items()],
        update_conflicts=True,
        unique_fields=["report", "target"],
        update_fields=["value", "no_data_reason", "expected_at_year_end", "needs_settling"],
    )


def write_states(report: Report, *, states: Mapping[int, str], notes: Mapping[int, str]) -> None:
    """The states of items in one statement; what a review confirmed of them falls."""
    says = {
        key: {"state": state, "note": notes.get(key, "").strip(), "confirmed": ""}
        for key, state in states.items()
    }
    stand = {each.item_id: each for each in stated_in(report)} if says else {}
    ItemState.objects.bulk_create(
        [ItemState(report=report, item_id=key, **row) for key, row in _other(says, stand).items()],
        update_conflicts=True,
        unique_fields=["report", "item"],
        update_fields=["state", "note", "confirmed"],
    )


def _other(says: Mapping[int, Says], stand: Mapping[int, Model]) -> dict[int, Says]:
    """What says anything else than what stands in its place; most of what is saved does not."""

    def is_other(key: int, row: Says) -> bool:
        return key not in stand or any(getattr(stand[key], name) != value for name, value in row.items())

    return {key: row for key, row in says.items() if is_other(key, row)}
