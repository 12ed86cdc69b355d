"""Start Label Studio; runs inside its own environment, where goldsmith is not installed.

GOLDSMITH_DATA names the data folder, which has the owner in `credentials.json`, and GOLDSMITH_SOCKET the open socket to
serve. Label Studio's own `start` command opens a port itself, another one when its is taken, and leaves the password of
an existing owner alone: hence this one.
"""

import json
import logging
import os
import shutil
import socket
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


def serve(listener: socket.socket) -> None:
    """Answer on `listener` with Django's threaded server, the one Label Studio itself runs on."""
    from django.core.servers.basehttp import (
        ThreadedWSGIServer,
        WSGIRequestHandler,
        get_internal_wsgi_application,
    )

    address = listener.getsockname()[:2]
    server = ThreadedWSGIServer(address, WSGIRequestHandler, bind_and_activate=False)
    server.socket.close()
    server.socket, server.server_address = listener, address
    server.server_name, server.server_port = address
    server.setup_environ()
    server.set_app(get_internal_wsgi_application())
    server.daemon_threads = True
    server.serve_forever()


def main() -> None:
    """Bring the database up to date, make the owner, serve."""
    configure()

    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    get_wsgi_application()
    logging.getLogger("django.server").setLevel(logging.WARNING)  # not a line, twice, for each request
    call_command("migrate", "--no-color", verbosity=0)
    keep_empty()
    owner = json.loads((DATA / "credentials.json").read_text("utf-8"))
    ensure_owner(owner["username"], owner["password"], owner["api_key"])
    connections.close_all()
    serve(socket.socket(fileno=int(os.environ["GOLDSMITH_SOCKET"])))


if __name__ == "__main__":
    main()
