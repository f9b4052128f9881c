"""What was measured once, because it takes long: read by name. Used by several lessons."""

import json

from ..corpora import DATA


def measured(name):
    """What was stored under a name in data/measured; data/README.md says which script made it.

    Raises ValueError for a name that is none.
    """
    known = {path.stem: path for path in sorted((DATA / "measured").glob("*.json"))}
    if name not in known:
        raise ValueError(f"nothing was measured as {name!r}: there are {', '.join(known)}")
    return json.loads(known[name].read_text("utf-8"))
