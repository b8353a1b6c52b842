"""Says what became of each file of the old blog, as a table or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_confblog.importing.article import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_confblog.importing.article import Remark


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file, or of a folder that was not looked into."""

    source: str
    outcome: Outcome
    target: str = ""
    why: str = ""
    remarks: tuple[Remark, ...] = ()
    draft: bool = False


@dataclass(slots=True)
class Report:
    """What became of all of them."""

    dry: bool = False
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: Option of ``conf.py`` -> value to propose.
    proposals: dict[str, object] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether something that should have been imported was not."""
        return any(line.outcome is Outcome.FAILED for line in self.lines)

    def as_text(self) -> str:
        """A line for each file, its remarks below it, then settings to copy and a sum."""
        return "\n".join(self.text_lines()) + "\n"

    def text_lines(self) -> Iterator[str]:
        """The lines of the text."""
        width = max(len(outcome.value) for outcome in Outcome)
        for line in sorted(self.lines, key=lambda line: line.source):
            draft = " (draft)" if line.draft else ""
            target = f" -> {line.target}{draft}" if line.target else ""
            why = f": {line.why}" if line.why else ""
            yield f"{line.outcome.value:{width}}  {line.source}{target}{why}"
            for remark in line.remarks:
                file = line.target if remark.new else line.source
                yield f"{'':{width}}  {file}:{remark.line}: {remark.text}"
        yield from (f"note: {note}" for note in self.notes)
        if self.proposals:
            yield ""
            yield "For conf.py:"
            yield from (f"{name} = {_literal(value)}" for name, value in self.proposals.items())
        yield ""
        yield self.summary()

    def summary(self) -> str:
        """How many files there are of each outcome, and how many remarks."""
        counts = Counter(line.outcome for line in self.lines)
        remarks = sum(len(line.remarks) for line in self.lines)
        parts = [f"{counts[o]} {o.value}" for o in Outcome if counts[o]]
        what = ", ".join([*parts, f"{remarks} {'remark' if remarks == 1 else 'remarks'}"])
        return f"{what}; nothing was written (dry run)" if self.dry else what

    def as_json(self) -> str:
        """The same as data."""
        files = [
            {
                "source": line.source,
                "outcome": line.outcome.value,
                "target": line.target or None,
                "why": line.why or None,
                "draft": line.draft,
                "remarks": [
                    {"file": line.target if r.new else line.source, "line": r.line, "text": r.text}
                    for r in line.remarks
                ],
            }
            for line in sorted(self.lines, key=lambda line: line.source)
        ]
        data = {"dry_run": self.dry, "files": files, "notes": self.notes, "conf": self.proposals}
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _literal(value: object) -> str:
    text = repr(value)
    if isinstance(value, str) and '"' not in value and "\\" not in value and "\\" not in text:
        return f'"{value}"'
    return text
