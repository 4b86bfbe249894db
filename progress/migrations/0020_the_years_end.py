"""A list may have a fifth period: the 年底核定 behind its fourth quarter."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0018_order_by_the_row"),
        ("projects", "0016_order_by_the_row"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reportingperiod",
            name="a_period_is_a_quarter_of_the_year",
        ),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("quarter__in", (1, 2, 3, 4, 5))),
                name="a_period_is_a_quarter_of_the_year",
            ),
        ),
    ]
