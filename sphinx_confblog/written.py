"""What stands in an output folder: remembered for each, to know what must be written again.

It is kept beside the doctrees, one file for each builder and output folder. It is saved when a
build begins to write, with digests that nothing has, and when it has ended well: a build that is
killed while it writes is followed by one that writes again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FORMAT = 6


@dataclass(slots=True)
class Written:
    """What was written of the blog."""

    #: Digest of all that this followed from.
    state: str = ""
    #: Docname -> digest of what the page shows of the blog, in hex.
    shown: dict[str, str] = field(default_factory=dict)
    #: Docname of posts and generated pages -> digest of the title.
    titles: dict[str, str] = field(default_factory=dict)
    #: Name of what posts define, such as labels -> digest of where it is and how it is called.
    objects: dict[str, str] = field(default_factory=dict)
    #: Digest of the blog's entries in the site's navigation.
    navigation: str = ""
    #: Names of the files that were copied for posts: images, and downloads.
    images: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    #: The files that redirect to posts -> digest of their content.
    redirects: dict[str, str] = field(default_factory=dict)
    #: Digest of what these follow from; nothing if a build was killed, or not all could be written.
    plan: str = ""
    #: Path of each feed -> digest of what it carries.
    feeds: dict[str, str] = field(default_factory=dict)


def written_path(app: Sphinx) -> Path:
    """The file that remembers what stands in this build's output folder."""
    place = f"{app.builder.name}\0{app.outdir}".encode("utf-8", "surrogatepass")
    name = hashlib.blake2b(place, digest_size=6).hexdigest()
    return Path(app.doctreedir, f"confblog-{name}.json")


def load_written(app: Sphinx) -> Written:
    """What was remembered; nothing if there is no such file, or it cannot be read."""
    try:
        data = json.loads(written_path(app).read_text("utf-8"))
        if data.pop("format") == FORMAT:
            return Written(**data)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass
    return Written()


def save_written(app: Sphinx, written: Written) -> None:
    """Remember what stands there now; no file for a site without a blog."""
    path = written_path(app)
    if not written.shown:
        path.unlink(missing_ok=True)
    else:
        # No copies are made, as `asdict` would.
        data = {f.name: getattr(written, f.name) for f in fields(written)}
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"format": FORMAT, **data}), "utf-8")
        part.replace(path)
