"""Where a notebook can be opened without anything of one's own: on Binder and on Colab.

Binder makes the environment that the folder .binder of the repository describes, in which live
notebooks run. Colab opens what lies on GitHub: the copies that pages offer, which the deployment
puts onto a branch of their own (scripts/offer-notebooks).
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from sphinx.application import Sphinx

from ..sources.chapterfiles import read_notebook
from ..sources.recorded import is_recorded
from .publishing import publisher
from .repositorylinks import repository_of

BRANCH = "notebooks"
"""The branch of the repository on which the copies lie."""
FOLDER = "book/"
"""Where the site has its chapters; the branch has what is below."""
_GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?")


def hosts_of(app: Sphinx, docname: str) -> list[tuple[str, str]]:
    """The hosts on which the notebook of a page can be opened, each with the address that does.

    A recorded notebook needs packages that Binder's environment has not; a copy on Colab needs the
    data of the site, whose address must be known.
    """
    repository, branch = repository_of(app)
    found = _GITHUB.fullmatch(repository)
    if found is None:
        return []
    path = Path(app.env.doc2path(docname))
    hosts = []
    if not is_recorded(read_notebook(path.read_text(encoding="utf-8"))):
        opened = quote(path.relative_to(app.srcdir).as_posix(), safe="")
        where = f"{found[1]}/{quote(branch, safe='')}?labpath={opened}"
        hosts.append(("Binder", f"https://mybinder.org/v2/gh/{where}"))
    if publisher(app).address and docname.startswith(FOLDER):
        copy = quote(f"{docname.removeprefix(FOLDER)}.ipynb")
        where = f"{found[1]}/blob/{BRANCH}/{copy}"
        hosts.append(("Colab", f"https://colab.research.google.com/github/{where}"))
    return hosts
