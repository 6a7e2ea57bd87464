"""What a stated licence allows."""

from __future__ import annotations

import pytest

from surveybook.catalog.licences import PERMISSIVE, RESTRICTED, UNKNOWN, licence_class


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Apache-2.0", PERMISSIVE),
        ("MIT (licence of the project)", PERMISSIVE),
        ("public domain", PERMISSIVE),
        ("CC-BY-4.0", PERMISSIVE),
        ("CC-BY-NC-4.0", RESTRICTED),
        ("CC-BY-SA-4.0", RESTRICTED),
        ("Apache-2.0 with Commons Clause (checkpoints lie in the repository)", RESTRICTED),
        ("MIT (model page); CC-BY-NC-4.0 (README, project)", RESTRICTED),
        ("MIT for the changes; base model under the Qwen Research License", RESTRICTED),
        ("MITRE licence", RESTRICTED),
        ("", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_a_licence_is_permissive_only_where_nothing_limits_it(
    stated: str | None, expected: str
) -> None:
    assert licence_class(stated) == expected
