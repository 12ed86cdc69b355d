"""Start Label Studio; runs inside its own environment, where goldsmith is not installed.

The data folder, host and port come from GOLDSMITH_DATA, GOLDSMITH_HOST and GOLDSMITH_PORT, the owner from
`credentials.json` in that folder. Label Studio's own `start` command moves to another port when its is taken, and
leaves the password of an existing owner alone: hence this one.
"""

import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from importlib.resources import files
from pathlib import Path

DATA = Path(os.environ["GOLDSMITH_DATA"])
DATABASE = DATA / "label_studio.sqlite3"
EMPTY = Path(sys.prefix) / "empty.sqlite3"


def configure() -> None:
    """Point Label Studio at the data folder, and SQLite at several writers that wait for each other."""
    os.environ["LABEL_STUDIO_BASE_DATA_DIR"] = str(DATA)
    os.environ["LABEL_STUDIO_HOST"] = ""
    os.environ["LABEL_STUDIO_DJANGO_DB"] = "sqlite"
    os.environ["DJANGO_SETTINGS_MODULE"] = "label_studio.core.settings.label_studio"
    sys.path[0] = str(files("label_studio"))
    if not DATABASE.exists() and EMPTY.exists():
        shutil.copyfile(EMPTY, DATABASE)
    with closing(sqlite3.connect(DATABASE)) as database:
        database.execute("PRAGMA journal_mode=wal")
    DATABASE.chmod(0o600)

    from django.conf import settings

    settings.DATABASES["default"]["OPTIONS"] = {"timeout": 60, "transaction_mode": "IMMEDIATE"}


def keep_empty() -> None:
    """Keep a copy of the empty database in the environment: its 227 migrations need not run for the next data folder."""
    with closing(sqlite3.connect(DATABASE)) as database:
        if EMPTY.exists() or database.execute("SELECT count(*) FROM htx_user").fetchone() != (0,):
            return
        half = EMPTY.with_name(f"{EMPTY.name}.{os.getpid()}")
        with closing(sqlite3.connect(half)) as copy:
            database.backup(copy)
    half.replace(EMPTY)


def ensure_owner(username: str, password: str, api_key: str) -> None:
    """Make the owner and the organisation on the first start; later, make sure that the credentials still hold."""
    from organizations.models import Organization
    from rest_framework.authtoken.models import Token
    from users.models import User

    owner = User.objects.filter(email=username).first() or User.objects.create_user(
        email=username, password=password
    )
    owner.is_staff = owner.is_superuser = True
    if not owner.check_password(password):
        owner.set_password(password)
    organization = Organization.objects.first() or Organization.create_organization(
        created_by=owner, title="goldsmith", legacy_api_tokens_enabled=True
    )
    organization.jwt.legacy_api_tokens_enabled = True
    organization.jwt.save()
    owner.active_organization = organization
    owner.save()
    if not Token.objects.filter(user=owner, key=api_key).exists():
        Token.objects.filter(user=owner).delete()
        Token.objects.create(user=owner, key=api_key)


def main() -> None:
    """Bring the database up to date, make the owner, serve."""
    configure()

    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    get_wsgi_application()
    call_command("migrate", "--no-color", verbosity=0)
    keep_empty()
    owner = json.loads((DATA / "credentials.json").read_text("utf-8"))
    ensure_owner(owner["username"], owner["password"], owner["api_key"])
    connections.close_all()
    call_command("runserver", "--noreload", f"{os.environ['GOLDSMITH_HOST']}:{os.environ['GOLDSMITH_PORT']}")


if __name__ == "__main__":
    main()
