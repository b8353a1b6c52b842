"""Builds the same posts with plain Sphinx, with sphinx_confblog and with ABlog, and compares."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import sys
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import measure
import profiling
import prose
import report
import sites

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = """\
Build the same invented posts with plain Sphinx, with sphinx_confblog ("ours") and with ABlog, and
print a Markdown table of what each took.

Machines are noisy. Therefore the variants take turns, and each is compared with the plain build (or
what else is its base) of the same round; the table shows medians over the rounds. CPU seconds vary
less than seconds.
"""
EPILOG = """\
examples:
  python benchmarks/run.py                            1,000 posts, three rounds
  python benchmarks/run.py --posts 100 --pairs 1      does it work at all? (about a minute)
  python benchmarks/run.py --posts 10000 --pairs 1    how does it grow? (gigabytes of disk)
  python benchmarks/run.py --only plain,ours          without ABlog
  python benchmarks/run.py --only host-plain,host     an API of 500 modules with 40 posts
  python benchmarks/run.py --only references,mentions  what links from the API to posts cost
  python benchmarks/run.py --only plain,ours --parallel  with two processes as well
  python benchmarks/run.py --words few --stemmer      where stemming takes next to no time
  python benchmarks/run.py --profile ours             where does the time go?

The builds use the interpreter that runs this: install with `pip install . ablog`.
"""
WORK = Path(__file__).resolve().parent / "_work"
WARM_UP_POSTS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 1 if a build failed."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.stemmer and importlib.util.find_spec("Stemmer") is None:
        parser.error("--stemmer: PyStemmer is not installed")
    try:
        if options.profile:
            _profile(options)
        else:
            _compare(options)
    except measure.BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--posts", type=_count, default=1000, metavar="N", help="posts on each site (1000)")
    add("--pairs", type=_count, default=3, metavar="N", help="rounds; odd is best for medians (3)")
    add("--theme", default="alabaster", help="the html_theme of all sites (alabaster)")
    add(
        "--words",
        choices=list(prose.PROSE_WORDS),
        default="many",
        help="how many different words posts have: 6,000 (many) or 70 (few)",
    )
    add(
        "--stemmer",
        action="store_true",
        help="stem words with PyStemmer, which is kept out of all builds otherwise",
    )
    add(
        "--parallel",
        action="store_true",
        help="also build from nothing with two processes (-j 2)",
    )
    add("--builder", default="html", help="the Sphinx builder; HTML ones count pages (html)")
    add(
        "--only",
        type=_variants,
        default=[variant.name for variant in sites.USUAL],
        metavar="NAMES",
        help=(
            "a comma list of variants, or all of them: all; ratios need the variant's base"
            f" ({','.join(variant.name for variant in sites.USUAL)})"
        ),
    )
    add("--work", type=Path, default=WORK, metavar="DIR", help="where sites go (benchmarks/_work)")
    add("--json", type=Path, metavar="FILE", help="also write every single measurement there")
    add(
        "--profile",
        choices=list(sites.VARIANTS),
        metavar="NAME",
        help="instead: one full build under cProfile, and its most expensive functions",
    )
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = f"at least 1, not {number}"
        raise argparse.ArgumentTypeError(msg)
    return number


def _variants(text: str) -> list[str]:
    if text == "all":
        return list(sites.VARIANTS)
    names = [name.strip() for name in text.split(",")]
    if unknown := [name for name in names if name not in sites.VARIANTS]:
        msg = f"{', '.join(unknown)}: choose from {', '.join(sites.VARIANTS)}"
        raise argparse.ArgumentTypeError(msg)
    return [name for name in sites.VARIANTS if name in names]


def _profile(options: argparse.Namespace) -> None:
    """Print where the time of one full build goes."""
    print(profiling.profile(_write(options, options.profile)))


def _compare(options: argparse.Namespace) -> None:
    """Run all rounds and print the table."""
    names = [name for name in options.only if measure.is_installed(sites.VARIANTS[name])]
    for name in options.only:
        if name not in names:
            _progress(f"{name}: skipped, {sites.VARIANTS[name].module} is not installed")
    # The first import of anything compiles it, and a variant that cannot build should say so now.
    for name in names:
        measure.full(_write(options, name, WARM_UP_POSTS))
    _progress(f"writing {options.posts} posts for each of {', '.join(names)}")
    written = [_write(options, name) for name in names]
    samples = []
    for number in range(1, options.pairs + 1):
        for scenario, run in measure.SCENARIOS.items():
            if scenario == "parallel" and not options.parallel:
                continue
            for site in written:
                name = site.variant.name
                sample = report.Sample(
                    round=number, variant=name, scenario=scenario, cost=run(site)
                )
                samples.append(sample)
                _progress(f"{number}/{options.pairs} {name}, {scenario}: {sample.cost.wall:.2f} s")
    print(f"{_title(options)}\n\n{report.table(samples, written)}")
    for name, count in report.warnings(samples).items():
        print(f"\n{name} wrote {count} lines of warnings: see {options.work / name}/state/log.txt")
    if options.json:
        _write_json(options, samples)


def _write(options: argparse.Namespace, name: str, posts: int | None = None) -> sites.Site:
    """Write one variant's site, of ``posts`` posts if that is given."""
    return sites.write_site(
        sites.VARIANTS[name],
        options.work.resolve() / name,
        sites.Options(
            posts=posts or options.posts,
            theme=options.theme,
            builder=options.builder,
            words=options.words,
            stemmer=options.stemmer,
        ),
    )


def _title(options: argparse.Namespace) -> str:
    """Return what was measured, and on what."""
    versions = _versions(options)
    software = ", ".join(f"{name} {number}" for name, number in versions.items())
    words = len(range(prose.WORDS)[prose.PROSE_WORDS[options.words]])
    stemmer = "by PyStemmer" if options.stemmer else "in Python"
    return (
        f"{options.posts} posts made of {words} words, stemmed {stemmer},"
        f" builder {options.builder}, theme {options.theme}, medians of {options.pairs}."
        f" Python {platform.python_version()}, {software};"
        f" {os.cpu_count()} CPUs, {platform.platform()}."
    )


def _versions(options: argparse.Namespace) -> dict[str, str]:
    """Return the versions of what takes part, as far as it is installed."""
    names = ["Sphinx", "docutils", "myst-parser", "snowballstemmer", "sphinx-confblog", "ablog"]
    if options.stemmer:
        names.append("PyStemmer")
    if options.theme != "alabaster":
        names.append(options.theme)
    versions = {}
    for name in names:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def _write_json(options: argparse.Namespace, samples: Sequence[report.Sample]) -> None:
    """Write every measurement, in seconds and bytes, with what is needed to repeat it."""
    data = {
        "title": _title(options),
        "posts": options.posts,
        "pairs": options.pairs,
        "builder": options.builder,
        "theme": options.theme,
        "words": options.words,
        "stemmer": options.stemmer,
        "versions": _versions(options),
        "samples": [asdict(sample) for sample in samples],
    }
    options.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
