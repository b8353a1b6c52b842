"""Which documents exist: the site's own, less the withheld posts, plus the generated pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.project import Project
from sphinx.util.matching import Matcher

from sphinx_confblog.blog import Blog, build_clock
from sphinx_confblog.configuring import read_config
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.extras import extra_pages
from sphinx_confblog.languages import words_digest
from sphinx_confblog.rendering import load_templates
from sphinx_confblog.words import translated

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util._pathlib import _StrPath

#: Types of source that Markdown posts have.
MARKDOWN = {"markdown", "myst-nb"}


class BlogProject(Project):
    """The documents of a site with a blog."""

    blog: Blog
    env: BuildEnvironment
    builder: Builder
    #: Whether Markdown is read only because of the blog: then only posts are.
    markdown_is_ours: bool

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find all documents: see :meth:`sphinx.project.Project.discover`."""
        super().discover(exclude_paths, include_paths)
        self.forget(self.strangers())
        self.blog.discover(self.candidates(), self.docnames, blog_domain(self.env))
        self.forget(self.blog.withheld)
        self.blog.note_attached(self.docnames)
        self.forget(self.blog.attached)
        self.move(self.blog.moved)
        self.docnames.update(self.blog.pages)
        return self.docnames

    def strangers(self) -> list[str]:
        """Markdown files that were no documents before the blog came."""
        root = self._docname_to_path.get(self.env.config.root_doc)
        if not self.markdown_is_ours or (root is not None and self.is_markdown(str(root))):
            return []
        posts = self.candidates()
        return [name for name in self.markdown() if name not in posts]

    def candidates(self) -> dict[str, Path]:
        """The Markdown files that may be posts, by docname, in order."""
        matches = Matcher(self.blog.config.post_patterns)
        return {
            name: self.srcdir / path
            for name, path in self.markdown().items()
            if matches(name) or matches(path.as_posix())
        }

    def markdown(self) -> dict[str, Path]:
        """The documents that are Markdown, in order, with their paths below the source folder."""
        # The base's own record: its public method makes a new path at each call.
        paths = self._docname_to_path
        return {name: paths[name] for name in sorted(paths) if self.is_markdown(str(paths[name]))}

    def is_markdown(self, path: str) -> bool:
        """Whether a file is Markdown, and no notebook."""
        suffixes = self.env.config.source_suffix.items()
        return not path.endswith(".ipynb") and any(
            path.endswith(suffix) and kind in MARKDOWN for suffix, kind in suffixes
        )

    def forget(self, docnames: Iterable[str]) -> None:
        """Take documents away, so that they are never read."""
        for docname in list(docnames):
            self.docnames.discard(docname)
            path = self._docname_to_path.pop(docname, None)
            if path is not None:
                self._path_to_docname.pop(path, None)

    def move(self, moved: Mapping[str, str]) -> None:
        """Give posts their own docnames instead of those of their files."""
        for source, docname in moved.items():
            path = self._docname_to_path.pop(source)
            self.docnames.discard(source)
            self.docnames.add(docname)
            self._docname_to_path[docname] = path
            self._path_to_docname[path] = docname

    def path2doc(self, filename: str | os.PathLike[str]) -> str | None:
        """The docname of a file, below the source folder or absolute."""
        path = Path(filename)
        if path.is_absolute() and path.is_relative_to(self.srcdir):
            path = path.relative_to(self.srcdir)
        return super().path2doc(path)

    def doc2path(self, docname: str, absolute: bool) -> _StrPath:
        """The file of a document; a generated page's is its template.

        The relative path of a generated page is where its file would be.
        """
        blog = getattr(self, "blog", None)
        if absolute and blog is not None and docname in blog.sources:
            return type(self.srcdir)(blog.sources[docname])
        if blog is not None and docname in blog.pages:
            return type(self.srcdir)(f"{docname}.md")
        return super().doc2path(docname, absolute)

    def __reduce_ex__(self, protocol: Any) -> str | tuple[Any, ...]:
        """Pickle as a plain project: what the blog adds is found anew by each build."""
        plain = Project(self.srcdir, self.source_suffix)
        plain.restore(self)
        return Project, (self.srcdir, self.source_suffix), vars(plain)


def install_project(app: Sphinx, *, markdown_is_ours: bool) -> None:
    """Give the build a project with a blog, when its builder is there (``builder-inited``)."""
    project = BlogProject(app.project.srcdir, app.project.source_suffix)
    project.restore(app.project)
    project.env, project.builder = app.env, app.builder
    project.markdown_is_ours = markdown_is_ours
    words = words_digest(app)
    project.blog = open_blog(app.config, Path(app.confdir), Path(app.srcdir), words)
    app.project = app.env.project = project


def open_blog(config: Config, confdir: Path, srcdir: Path, words: bytes = b"") -> Blog:
    """The blog that options ask for, with no post yet; *words* is a digest of its words."""
    return Blog(
        config=translated(read_config(config, confdir, srcdir)),
        language=config.language,
        words=words,
        now=build_clock(),
        templates=load_templates([confdir / folder for folder in config.templates_path]),
        reserved=extra_pages(config.html_additional_pages, config.html_extra_path, confdir),
    )


def blog_of(env: BuildEnvironment) -> Blog:
    """The blog of the environment's build."""
    return cast("BlogProject", env.project).blog


def uses_blog(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page shows anything of the blog but links."""
    blog = blog_of(env)
    return (
        docname in blog.catalog.posts
        or docname in blog.pages
        or docname in blog_domain(env).queries
    )


def writes_assembled(builder: Builder) -> bool:
    """Whether a builder puts documents together, so that one holds others' placeholders."""
    return not isinstance(builder, StandaloneHTMLBuilder) or builder.name == "singlehtml"


def builder_of(env: BuildEnvironment) -> Builder:
    """The builder that the environment's build is for."""
    return cast("BlogProject", env.project).builder
