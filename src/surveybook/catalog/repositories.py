"""Repositories by their addresses: one name for each, whatever page of it an address leads to."""

from __future__ import annotations

import re

_HOSTED = re.compile(
    r"^https?://(?:www\.)?(?P<host>github\.com|gitlab\.com|bitbucket\.org|huggingface\.co|gitee\.com)"
    r"/(?P<kind>datasets/|spaces/)?(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)",
    re.I,
)
_NO_OWNER = {
    *("papers", "collections", "docs", "blog", "sponsors", "topics", "features", "orgs", "about"),
    *("search", "marketplace", "apps", "settings", "stars", "users"),
}


def repository_in(address: str) -> str:
    """Host, owner and name of the repository that an address leads into, such as
    "github.com/mahmoodlab/UNI"; "" if it leads into none."""
    found = _HOSTED.match(address.strip())
    if not found or found["owner"].lower() in _NO_OWNER:
        return ""
    name = re.sub(r"\.git$", "", found["name"]).rstrip(".")
    return f"{found['host'].lower()}/{(found['kind'] or '').lower()}{found['owner']}/{name}"
