"""The plan as files, and the sheet styles that all workbooks share."""
