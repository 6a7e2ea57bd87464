"""How pip reaches packages is carried over to a bare system, and nothing else is."""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "pip_settings.py"
PREFIX = "/run/host"


def carried(tmp_path: Path, settings: str, **environment: str) -> tuple[dict[str, str], list[str]]:
    """Run the script under these settings; the settings it wrote and the paths it named."""
    given = tmp_path / "given.conf"
    given.write_text(settings, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path / "pip.conf"), PREFIX],
        capture_output=True,
        text=True,
        check=True,
        # The system's own settings hold too, so a test looks only at what it set itself.
        env=kept | {"PIP_CONFIG_FILE": str(given)} | environment,
    )
    written = configparser.RawConfigParser()
    written.read(tmp_path / "pip.conf", encoding="utf-8")
    return dict(written["global"]), done.stdout.splitlines()


def test_a_certificate_is_there_under_the_prefix(tmp_path: Path) -> None:
    certificate = tmp_path / "ca.pem"
    certificate.touch()
    settings, paths = carried(tmp_path, f"[global]\ncert = {certificate}\n")
    assert settings["cert"] == f"{PREFIX}{certificate}"
    assert str(certificate) in paths


def test_the_environment_is_stronger_than_a_file(tmp_path: Path) -> None:
    settings, _ = carried(tmp_path, "[global]\nretries = 1\n", PIP_RETRIES="9")
    assert settings["retries"] == "9"


def test_an_index_on_the_disk_comes_with_the_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "index" / "simple").mkdir(parents=True)
    local, remote = f"file://{tmp_path}/index/simple", "https://packages.example.org/simple"
    settings, paths = carried(tmp_path, f"[global]\nextra-index-url = {local}\n  {remote}\n")
    assert settings["extra-index-url"].split() == [
        f"file://{PREFIX}{tmp_path}/index/simple",
        remote,
    ]
    assert str(tmp_path / "index") in paths


def test_a_path_that_is_not_there_is_not_asked_for(tmp_path: Path) -> None:
    settings, paths = carried(tmp_path, f"[global]\nfind-links = {tmp_path}/none\n")
    assert settings["find-links"] == f"{tmp_path}/none"
    assert f"{tmp_path}/none" not in paths


def test_which_packages_are_wanted_is_not_carried(tmp_path: Path) -> None:
    settings, _ = carried(tmp_path, "[global]\npre = true\nconstraint = c.txt\n")
    assert not {"pre", "constraint"} & set(settings)


def test_without_pip_its_defaults_hold(tmp_path: Path) -> None:
    # A pip that Python finds first and that does not work, as where it is not installed.
    (tmp_path / "pip.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
    settings, paths = carried(tmp_path, "[global]\nretries = 1\n", PYTHONPATH=str(tmp_path))
    assert (settings, paths) == ({}, [])
