"""补录: an earlier quarter of a list that began on paper, as it was loaded and what became of it."""

from django.db import models
from django.db.models import Q

from progress.rules import addresses
from progress.rules.states import BackfillState
from projects.models.filing import Versioned
from projects.rules.quarters import NUMBERS, Quarter


class BackfillQuerySet(models.QuerySet):
    """Backfills, in the office's words."""

    def waiting(self) -> "BackfillQuerySet":
        """Loaded, and nobody has decided on them."""
        return self.filter(state=BackfillState.LOADED)

    def accepted(self) -> "BackfillQuerySet":
        return self.filter(state=BackfillState.ACCEPTED)


class Backfill(Versioned):
    """补录: one quarter as it was loaded; nothing of it counts until another person has accepted it.

    `entries` are what was loaded, `shown` is what it comes to: what the person who accepts it reads.
    """

    yearly_list = models.ForeignKey(
        "projects.YearlyList", on_delete=models.PROTECT, related_name="backfills", verbose_name="年度清单"
    )
    quarter = models.PositiveSmallIntegerField("季度")
    state = models.CharField("状态", max_length=16, choices=BackfillState.choices())
    entries = models.JSONField("内容", default=list)
    shown = models.JSONField("预览", default=list)
    issue_number = models.PositiveSmallIntegerField("纸质通报期号", null=True, blank=True)  # None: 无通报
    issued_on = models.DateField("纸质通报印发日期", null=True, blank=True)
    period = models.OneToOneField(
        "progress.ReportingPeriod",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="backfill",
        verbose_name="填报期",
    )
    loaded_at = models.DateTimeField("导入时间")
    loaded_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="导入人"
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )
    word = models.TextField("不同意的理由", blank=True)

    objects = BackfillQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "补录"
        ordering = ["yearly_list", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["yearly_list", "quarter"], name="a_quarter_is_backfilled_once"),
            models.CheckConstraint(
                condition=Q(quarter__in=NUMBERS), name="a_backfill_is_one_of_the_four_quarters"
            ),
            models.CheckConstraint(
                condition=Q(issue_number__isnull=True, issued_on__isnull=True)
                | Q(issue_number__gt=0, issued_on__isnull=False),
                name="a_paper_issue_has_a_number_and_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=BackfillState.REFUSED) | ~Q(word=""), name="a_refused_backfill_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state=BackfillState.ACCEPTED, period__isnull=False)
                | ~Q(state=BackfillState.ACCEPTED) & Q(period__isnull=True),
                name="an_accepted_backfill_alone_is_a_period",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("loaded_by")),
                name="nobody_accepts_what_they_loaded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.when.long_label}补录"

    @property
    def when(self) -> Quarter:
        return Quarter(self.yearly_list.year, self.quarter)

    @property
    def tone(self) -> str:
        """The colour beside the state."""
        return BackfillState.tone_of(self.state)

    @property
    def address(self) -> str:
        """The page of this quarter's 补录."""
        return addresses.backfill(self.yearly_list.year, self.quarter)

    @property
    def issue_words(self) -> str:
        """The paper issue, for reading."""
        if self.issue_number is None:
            return "无通报"
        return f"第{self.issue_number}期，{self.issued_on:%Y-%m-%d}印发"
