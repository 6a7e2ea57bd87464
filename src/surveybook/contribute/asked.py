"""What services answered about works, kept beside what is built, so that a run that was stopped
goes on where it was, and the next asks only for what is due."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..sources.limits import LimitError, parse_json

_FOLDER = "_build/asked"


class Asked:
    """The answers about one question, by what was asked for. A file that cannot be read counts
    as none."""

    def __init__(self, root: Path, question: str, days: int, today: datetime.date) -> None:
        self.path = root / _FOLDER / f"{question}.json"
        self.days, self.today = days, today
        try:
            kept = parse_json(self.path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, LimitError):
            kept = {}
        self.kept: dict[str, dict[str, Any]] = kept if isinstance(kept, dict) else {}

    def answer(self, asked: str) -> Mapping[str, Any] | None:
        """What was answered less than ``days`` ago; None if it is to be asked."""
        try:
            day = datetime.date.fromisoformat(self.kept[asked]["day"])
            answer = self.kept[asked]["answer"]
        except (KeyError, TypeError, ValueError):
            return None
        fresh = (self.today - day).days < self.days
        return answer if fresh and isinstance(answer, dict) else None

    def keep(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep answers of today, at once."""
        day = self.today.isoformat()
        for asked, answer in answers.items():
            self.kept[asked] = {"day": day, "answer": dict(answer)}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        unfinished.write_text(json.dumps(self.kept, indent=1, sort_keys=True), encoding="utf-8")
        unfinished.replace(self.path)
