"""The order of what was done is that of its rows: a clock may be set back."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("projects", "0015_copies")]

    operations = [
        migrations.AlterModelOptions(
            name="correction",
            options={"ordering": ["-pk"], "verbose_name": "更正", "verbose_name_plural": "更正"},
        ),
        migrations.AlterModelOptions(
            name="revision",
            options={"ordering": ["-pk"], "verbose_name": "调整", "verbose_name_plural": "调整"},
        ),
        migrations.AlterModelOptions(
            name="rolechange",
            options={"ordering": ["pk"], "verbose_name": "角色变更", "verbose_name_plural": "角色变更"},
        ),
    ]
