"""操作记录: who did what, when and from where; read by the auditor alone."""
