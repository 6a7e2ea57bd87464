"""A folder put in another's place: at every moment the old one or the new one, whole."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from surveybook.build import swap
from surveybook.build.swap import clear_away, put_in_place

FILES = 50


def write(folder: Path, content: str) -> Path:
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_text(content, encoding="utf-8")
    return folder


def content(folder: Path) -> set[str]:
    return {path.read_text("utf-8") for path in folder.iterdir()}


@pytest.fixture(params=["exchanged", "linked"])
def means(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of the swap: by the exchange of names, and by a link where there is none."""
    if request.param == "linked":

        def refuse(one: Path, other: Path) -> None:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

        monkeypatch.setattr(swap, "exchange", refuse)
    return str(request.param)


def test_the_new_takes_the_place_and_nothing_is_left(tmp_path: Path, means: str) -> None:
    place, new = tmp_path / "html", tmp_path / "html.new"
    for version in ("one", "two", "three"):
        write(new, version)
        put_in_place(new, place)
        clear_away(new, place)
        assert content(place) == {version}
        assert len(list(place.iterdir())) == FILES
        beside = {path.name for path in tmp_path.iterdir()} - {"html"}
        assert len(beside) == (1 if place.is_symlink() else 0), beside
    assert place.is_symlink() == (means == "linked")


def test_whoever_looks_meanwhile_always_sees_a_whole_folder(tmp_path: Path, means: str) -> None:
    place, new = tmp_path / "html", tmp_path / "html.new"
    for version in ("a", "b"):
        # The first swap of a folder for a link is the one that takes two steps.
        write(new, version)
        put_in_place(new, place)
        clear_away(new, place)
    missing: list[str] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            if not (place / "0.txt").exists():
                missing.append("gone")

    watching = threading.Thread(target=look)
    watching.start()
    try:
        for number in range(6):
            write(new, str(number))
            put_in_place(new, place)
            clear_away(new, place)
    finally:
        ended.set()
        watching.join()
    assert missing == []


def test_a_site_that_is_a_link_becomes_a_folder_where_names_can_be_exchanged(
    tmp_path: Path,
) -> None:
    place, new = tmp_path / "html", tmp_path / "html.new"
    write(tmp_path / ".html-1-1", "old")
    place.symlink_to(".html-1-1")
    write(new, "new")
    put_in_place(new, place)
    clear_away(new, place)
    assert not place.is_symlink()
    assert content(place) == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["html"]


def test_a_refusal_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(one: Path, other: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(swap, "exchange", refuse)
    place, new = write(tmp_path / "html", "old"), write(tmp_path / "html.new", "new")
    with pytest.raises(PermissionError):
        put_in_place(new, place)
    assert content(place) == {"old"}
