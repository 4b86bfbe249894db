from django.conf import settings
from django.db import migrations, models

from projects.accounts.sealed_keys import MARK, opened_key, sealed_key


def seal(apps, schema_editor):
    """Where no SECRET_KEY is set, each is sealed at its next right code."""
    if not settings.SECRET_KEY:
        return
    for factor in apps.get_model("projects", "SecondFactor").objects.exclude(key=""):
        if not factor.key.startswith(MARK):
            factor.key = sealed_key(factor.key)
            factor.save(update_fields=["key"])


def unseal(apps, schema_editor):
    for factor in apps.get_model("projects", "SecondFactor").objects.exclude(key=""):
        factor.key = opened_key(factor.key)
        factor.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("projects", "0033_matters")]

    operations = [
        migrations.AlterField(
            model_name="secondfactor",
            name="key",
            field=models.CharField(blank=True, max_length=200, verbose_name="密钥"),
        ),
        migrations.RunPython(seal, unseal),
    ]
