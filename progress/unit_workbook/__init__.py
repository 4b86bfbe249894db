"""填报工作簿: a unit's quarter goes out as a workbook, is filled in, and comes back."""
