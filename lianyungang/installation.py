"""The real installation beside the checkout, as `make serve` starts it: its own database, folder and key.

The settings are read from the environment when they are imported, so this fills in beforehand what nobody
has set there. `SERVE=1 python manage.py remind` runs any other command on the same installation.
"""

import os
import pwd
import secrets
import sys
from contextlib import suppress
from urllib.parse import urlsplit

from lianyungang import embedded

FOLDER = embedded.CHECKOUT / "var" / "serve"
DATABASE = "livelihood"
ROLE = "livelihood_app"  # whom the application is to the database: no owner of tables
LOCAL_HOSTS = "127.0.0.1,localhost"


def equip(*, to_serve: bool = False) -> None:
    """Set in the environment what is not set there: database, key, folders, hosts, https or not.

    Who is root and about to serve goes on as another user.
    """
    serving_as = _server_user() if to_serve else None
    if not os.environ.get("DATABASE_URL"):
        embedded.start()
        os.environ["DATABASE_OWNER_URL"] = embedded.make_database(DATABASE)
        os.environ["DATABASE_URL"] = embedded.make_role(ROLE, DATABASE)
    _own_folder()
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = _key()
    names = {"DATA_DIR": "files", "STATIC_ROOT": "static", "BACKUP_DIR": "backups"}
    folders = {name: str(FOLDER / folder) for name, folder in names.items()}
    for name, value in (folders | web_defaults(os.environ.get("SITE_URL", ""))).items():
        if not os.environ.get(name):
            os.environ[name] = value
    os.environ["DEMO"] = "0"
    if serving_as:
        _become(serving_as)


def web_defaults(site: str) -> dict[str, str]:
    """Hosts, cookies, proxy as the site's address has them; without an https address nothing asks for it."""
    address = urlsplit(site)
    hosts = f"{LOCAL_HOSTS},{address.hostname}" if address.hostname else LOCAL_HOSTS
    if address.scheme != "https":
        return {"ALLOWED_HOSTS": hosts, "TLS": "0"}
    return {
        "ALLOWED_HOSTS": hosts,
        "TLS": "1",  # secure cookies, redirect to https, HSTS
        "TRUST_FORWARDED_PROTO": "1",  # only the proxy reaches 127.0.0.1
        "PROXIES": "1",
        "CSRF_TRUSTED_ORIGINS": f"https://{address.netloc}",
    }


def _server_user() -> pwd.struct_passwd | None:
    """Whom root becomes; None where this is not root. Ends with a sentence where that user cannot read us."""
    if os.geteuid() != 0:
        return None
    user = embedded.other_than_root()
    if not _reads(user):
        sys.exit(
            f"Nothing is served as root, and {user.pw_name} cannot read {embedded.CHECKOUT} or its Python:"
            " put both where everybody may read them (/opt, /srv), or start it as another user."
        )
    return user


def _become(user: pwd.struct_passwd) -> None:
    """Go on as this user, for good."""
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.environ["HOME"] = str(FOLDER)  # root's own is closed to others


def _reads(user: pwd.struct_passwd) -> bool:
    """Whether the user can run Python with what is installed, in the checkout."""
    test = 'cd "$0" && "$1" -c "import django, gunicorn, lianyungang"'
    checkout = str(embedded.CHECKOUT)
    return embedded.run_as(user, "/bin/sh", "-c", test, checkout, sys.executable).returncode == 0


def _own_folder() -> None:
    """The folder, which only the user enters who serves."""
    user = embedded.other_than_root()
    FOLDER.parent.mkdir(exist_ok=True)
    for folder in (FOLDER, FOLDER / "files", FOLDER / "static", FOLDER / "backups"):
        embedded.own_folder(folder, user)


def _key() -> str:
    """The installation's own key, made once: whoever reads it could sign anybody in."""
    file = FOLDER / "key"
    with suppress(FileExistsError):
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as made:
            made.write(secrets.token_urlsafe(50))
        user = embedded.other_than_root()
        os.chown(file, user.pw_uid, user.pw_gid)
    if file.stat().st_mode & 0o077:
        sys.exit(f"{file} can be read by others: set its mode to 0600, and make a new key if it was read.")
    return file.read_text(encoding="ascii")
