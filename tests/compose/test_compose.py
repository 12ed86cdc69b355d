"""The compose file against the compose specification, and against the servers whose settings it names.

No engine runs here: the specification is checked by a parser of its own, the settings by the servers' own packages.
"""

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from goldsmith_argilla.server.serve import PROGRAM as ARGILLA
from goldsmith_label_studio.server.serve import PROGRAM as LABEL_STUDIO

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "compose"
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<rule>:[-?])(?P<rest>[^}]*)\}")
SECRET = re.compile(r"PASSWORD|KEY|TOKEN")


def text() -> str:
    return (FOLDER / "compose.yaml").read_text(encoding="utf-8")


def example() -> dict[str, str]:
    lines = (FOLDER / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def filled(values: dict[str, str]) -> dict[str, Any]:
    """The file as an engine reads it with these variables, merge keys and all."""

    def value(found: re.Match[str]) -> str:
        given = values.get(found["name"], "")
        if not given and found["rule"] == ":?":
            raise KeyError(found["name"])
        return given or (found["rest"] if found["rule"] == ":-" else "")

    return yaml.safe_load(VARIABLE.sub(value, text()))


@cache
def services() -> dict[str, dict[str, Any]]:
    return filled({name: f"{name.lower()}value" for name in required()})["services"]


def required() -> set[str]:
    return {found["name"] for found in VARIABLE.finditer(text()) if found["rule"] == ":?"}


def test_it_keeps_to_the_specification() -> None:
    whole = filled(dict.fromkeys(required(), "x" * 12))
    bare = {name: part for name, part in whole.items() if not name.startswith("x-")}
    compose = PyCompose.from_json(json.dumps(bare))
    compose.validate()
    assert set(compose.service_names()) == set(services())
    bare["services"]["argilla"]["healthcheck"]["intervall"] = "5s"
    with pytest.raises(ValueError, match="intervall"):
        PyCompose.from_json(json.dumps(bare))


def test_every_volume_has_its_service_and_the_other_way_round() -> None:
    kept = {volume.partition(":")[0] for service in services().values() for volume in service["volumes"]}
    assert kept == set(yaml.safe_load(text())["volumes"])


def test_it_asks_for_every_secret_and_has_none() -> None:
    used = {found["name"] for found in VARIABLE.finditer(text())}
    assert used == set(example())
    assert not any(example().values())
    optional = used - required()
    assert {name for name in optional if SECRET.search(name)} == {"VLLM_API_KEY", "HF_TOKEN"}  # of a profile
    for name in required():
        with pytest.raises(KeyError, match=name):
            filled(dict.fromkeys(required() - {name}, "x"))
    for service in services().values():
        for name, value in service.get("environment", {}).items():
            if SECRET.search(name) and name not in {
                "VLLM_API_KEY",
                "HF_TOKEN",
                "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN",
            }:
                assert value.endswith("value"), f"{name} has a value of its own"


@pytest.mark.parametrize("name", services())
def test_every_service_is_pinned_watched_restarted_and_out_of_reach_of_others(name: str) -> None:
    service = services()[name]
    image, _, tag = service["image"].rpartition(":")
    assert image
    assert re.search(r"\d+\.\d+", tag)
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["volumes"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    needed = service.get("depends_on", {})
    assert set(needed) <= set(services())
    assert all(need["condition"] == "service_healthy" for need in needed.values())


def test_the_versions_are_those_that_are_tested() -> None:
    pinned = dict(
        line.split("==")
        for file in (
            ROOT / "constraints.txt",
            ARGILLA.environment.constraints,
            LABEL_STUDIO.environment.constraints,
        )
        for line in file.read_text(encoding="utf-8").splitlines()
        if "==" in line
    )
    assert services()["argilla"]["image"].endswith(f":v{pinned['argilla-server']}")
    studio = services()["label-studio"]["image"].rpartition(":")[2]
    assert studio.split(".")[:2] == pinned["label-studio"].split(".")[:2]
    assert f"ray:{pinned['ray']}-py311" in (FOLDER / "ray.Dockerfile").read_text(encoding="utf-8")
    assert services()["ray-head"]["image"].endswith(pinned["ray"])


def test_argilla_s_own_settings_read_what_the_file_sets(goldsmith_home: Path) -> None:
    environment = services()["argilla"]["environment"]
    named = {name: value for name, value in environment.items() if name.startswith("ARGILLA_")}
    # The database is asked for at once, by drivers that only Argilla's image has: its name alone is looked up.
    given = {name: value for name, value in named.items() if name != "ARGILLA_DATABASE_URL"}
    script = (
        "from argilla_server.settings import settings; from argilla_server.security.settings import settings as security;"
        "import json; print(json.dumps(dict(settings.model_dump(mode='json'), auth_secret_key=security.secret_key)))"
    )
    out = subprocess.run(
        [ARGILLA.environment.build(), "-c", script],
        env=given | {"ARGILLA_HOME_PATH": str(goldsmith_home / "compose")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    read = json.loads(out.splitlines()[-1])
    assert "database_url" in read
    for name, value in given.items():
        if name != "ARGILLA_HOME_PATH":
            assert read[name.removeprefix("ARGILLA_").lower()] == value


def test_label_studio_s_own_source_reads_what_the_file_sets(goldsmith_home: Path) -> None:
    assert goldsmith_home
    package = LABEL_STUDIO.environment.build().parents[1]
    sources = [*package.glob("lib/python3*/site-packages/label_studio/core/**/*.py")]
    sources += package.glob("lib/python3*/site-packages/label_studio/server.py")
    told = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    for name in services()["label-studio"]["environment"]:
        bare = name.removeprefix("LABEL_STUDIO_")
        assert re.search(rf"['\"](?:LABEL_STUDIO_)?{bare}['\"]", told), name
