from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import migrations, models
from django.utils.crypto import salted_hmac

SALT = "projects.accounts.sealed_keys"
MARK = "gAAAA"


def seals():
    """None where no SECRET_KEY is set, as where a demo begins: Django refuses to say so."""
    try:
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    except ImproperlyConfigured:
        return None
    derived = [salted_hmac(SALT, "key", secret=each, algorithm="sha256").digest() for each in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(each)) for each in derived])


def seal(apps, schema_editor):
    """Where no SECRET_KEY is set, each is sealed at its next right code."""
    ours = seals()
    if ours is None:
        return
    for factor in apps.get_model("projects", "SecondFactor").objects.exclude(key=""):
        if not factor.key.startswith(MARK):
            factor.key = ours.encrypt(factor.key.encode()).decode()
            factor.save(update_fields=["key"])


def unseal(apps, schema_editor):
    """What no key opens stays as it is: its codes stay wrong, and its owner is not let in without."""
    ours = seals()
    if ours is None:
        return
    for factor in apps.get_model("projects", "SecondFactor").objects.filter(key__startswith=MARK):
        try:
            factor.key = ours.decrypt(factor.key.encode()).decode()
        except InvalidToken:
            continue
        factor.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("projects", "0033_matters")]

    operations = [
        migrations.SeparateDatabaseAndState(
            # On the way back the column stays as wide: what was not opened has its place in it.
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE projects_secondfactor ALTER COLUMN key TYPE varchar(200)",
                    migrations.RunSQL.noop,
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="secondfactor",
                    name="key",
                    field=models.CharField(blank=True, max_length=200, verbose_name="密钥"),
                )
            ],
        ),
        migrations.RunPython(seal, unseal),
    ]
