"""补录: earlier quarters of a list that began on paper, loaded from a workbook and accepted by another."""
