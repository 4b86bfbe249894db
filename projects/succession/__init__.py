"""承接关系: which tasks go on from those of earlier lists, proposed and confirmed by a person."""
