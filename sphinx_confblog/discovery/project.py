"""Decides which documents exist: the site's own, without withheld posts, plus generated pages."""

from __future__ import annotations

import enum
from functools import wraps
from os import sep
from os.path import isabs
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, TypeVarTuple, cast

from sphinx.builders.changes import ChangesBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.project import Project
from sphinx.util.matching import Matcher

from sphinx_confblog.config.loader import read_blogs
from sphinx_confblog.discovery.blogs import discover
from sphinx_confblog.discovery.generated_pages import PageKind
from sphinx_confblog.discovery.home_build import home_url, make_home
from sphinx_confblog.discovery.markdown_suffix import LENT, lent_docname, with_markdown
from sphinx_confblog.discovery.page_templates import SHIPPED, load_templates
from sphinx_confblog.discovery.scanner import say_the_same
from sphinx_confblog.discovery.setup import BlogSetup, SiteSetup, build_clock
from sphinx_confblog.discovery.site_files import find_site_files
from sphinx_confblog.discovery.unread_files import may_be_post
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.frontmatter.formats import MARKDOWN, known_format
from sphinx_confblog.i18n import Languages
from sphinx_confblog.output_state import OutputFolder, state_path
from sphinx_confblog.util.builders import NO_SITES
from sphinx_confblog.util.collector import uncollected

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.util._pathlib import _StrPath

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.domain import BlogObjects, Home
    from sphinx_confblog.model.post import ScannedHead


def linked_objects(blogs: Blogs) -> tuple[dict[str, BlogObjects], dict[str, str]]:
    """Return name of each blog -> its objects, and docname -> name of its blog."""
    return (
        {blog.key: blog.objects for blog in blogs.all},
        {name: blog.key for name, blog in blogs.owners.items()},
    )


class HasEnvironment(Protocol):
    """Something made for one build, such as a builder."""

    @property
    def env(self) -> BuildEnvironment:
        """The environment of the build."""


Source = TypeVar("Source", bound=BuildEnvironment | HasEnvironment)
Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


#: Stands in the data of a document once its source has been read.
SOURCE_READ = "confblog_source_read"


class TemplateAccess(enum.Enum):
    """The generated pages that :meth:`BuildProject.doc2path` returns the template of.

    Sphinx compares the times of sources, and opens each of them: there must be a file. Whatever
    comes after Sphinx, such as other extensions, meets a page without a file.
    """

    NONE = enum.auto()
    ALL = enum.auto()
    BEING_READ = enum.auto()
    """The page that is being read, until its source has been."""


class BlogProject(Project):
    """The documents of a site with a blog.

    The base's two mappings between docnames and files are kept in step with what the blog adds and
    takes away: no public method removes a document, or renames it (Sphinx 8.2, 9.0 and 9.2).
    """

    #: Whether documents are being looked for.
    finding: bool = False
    #: The URL of the build that has the blogs, if it is not this one; and what is there.
    home_url: str = ""
    home: Home | None = None

    def __init__(
        self, srcdir: str | os.PathLike[str], source_suffix: Iterable[str], setup: SiteSetup
    ) -> None:
        super().__init__(srcdir, source_suffix)
        self.setup = setup
        #: Files that Sphinx does not read, by their paths below the source folder.
        self.unread: list[str] = []
        #: Markdown files that are not read, as only posts are, by the docnames they would have.
        self.markdown: dict[str, Path] = {}
        #: The heads of files as they were read before.
        self.remembered: Mapping[str, ScannedHead] = {}
        #: No files are known yet.
        self.blogs: Blogs = discover(setup, {}, frozenset(), {})
        self.linked = linked_objects(self.blogs)

    @uncollected()
    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find all documents: see :meth:`sphinx.project.Project.discover`."""
        self.finding, self.unread = True, []
        super().discover(exclude_paths, include_paths)
        self.finding = False
        self.markdown = {name: Path(self.doc2path(name, True)) for name in self.strangers()}
        self.forget(self.markdown)
        self.blogs = discover(
            self.setup, self.candidates(), self.docnames, self.remembered, self.unread
        )
        self.forget(self.blogs.withheld)
        self.forget(self.blogs.attached)
        self.linked = linked_objects(self.blogs)
        if self.home_url:
            self.home = make_home(self.home_url, self.blogs)
            self.forget(post.source_docname for post in self.blogs.posts.values())
            self.blogs = discover(self.setup, {}, self.docnames, {})
        self.move(self.blogs.moved)
        self.docnames.update(self.blogs.pages)
        return self.docnames

    def strangers(self) -> list[str]:
        """Return the Markdown files that are documents only because of the blog, and no posts."""
        root = self._docname_to_path.get(self.setup.root_doc)
        if not self.setup.markdown_is_ours or (root is not None and self.is_markdown(str(root))):
            return []
        posts = self.candidates()
        paths = self._docname_to_path.items()
        return [name for name, path in paths if self.is_markdown(str(path)) and name not in posts]

    def candidates(self) -> dict[str, Path]:
        """Return the files that may be posts, by docname, in order."""
        # The base's own record: its public method makes a new path at each call.
        paths, suffixes, top = (
            self._docname_to_path,
            self.blogs.main.suffixes,
            f"{self.srcdir}{sep}",
        )
        return {
            name: Path(top + str(paths[name]))  # joining paths takes twice as long
            for name in sorted(paths)
            if known_format(str(paths[name]), suffixes)
            and self.setup.blog_for_file(name, paths[name].as_posix())
        }

    def is_markdown(self, path: str) -> bool:
        """Return whether a file is Markdown, and no notebook."""
        return known_format(path, self.blogs.main.suffixes) is MARKDOWN

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
        """Return the docname of a file, below the source folder or absolute."""
        # The base asks for every file of the site: no path is made without need.
        if isabs(filename):  # noqa: PTH117
            path, top = Path(filename), f"{self.srcdir}{sep}"
            if str(path).startswith(top):
                filename = str(path).removeprefix(top)
        docname = self.name_of(filename) if self.finding else super().path2doc(filename)
        if docname is None and self.finding and self.setup.suffix_is_lent:
            docname = lent_docname(Path(filename), self.setup.blog_for_file)
        if docname is None and self.finding and may_be_post(str(filename)):
            self.unread.append(Path(filename).as_posix())
        return docname

    def name_of(self, filename: str | os.PathLike[str]) -> str | None:
        """Return the docname of a file that Sphinx comes upon, by its path with slashes.

        As the base does, which makes two paths of each, while none has a document yet.
        """
        path = str(filename)
        matches = (suffix for suffix in self.source_suffix if path.endswith(suffix))
        suffix = next(matches, None)
        return None if suffix is None else path.removesuffix(suffix)

    def doc2path(self, docname: str, absolute: bool) -> _StrPath:
        """Return the file of a document; a generated page's is below the source folder, too.

        There is no such file.
        """
        if not self.is_generated(docname):
            return super().doc2path(docname, absolute)
        path = type(self.srcdir)(f"{docname}.md")
        return self.srcdir / path if absolute else path

    def is_generated(self, docname: str) -> bool:
        """Return whether a page is generated; before discovery, whether it was one last time."""
        return docname in self.docnames and docname not in self._docname_to_path

    def template(self, docname: str) -> Path:
        """Return the template of a generated page; before discovery, some template."""
        if docname in self.blogs.pages:
            return self.blogs.template(docname)
        return SHIPPED / f"{PageKind.INDEX}.md"

    def __reduce_ex__(self, protocol: Any) -> str | tuple[Any, ...]:
        """Pickle as a plain project: each build discovers again what the blog adds."""
        plain = Project(self.srcdir, self.source_suffix)
        plain.restore(self)
        return Project, (self.srcdir, self.source_suffix), vars(plain)


class BuildProject(BlogProject):
    """The documents of a site that is built."""

    env: BuildEnvironment
    builder: Builder
    #: The state of the builder's output folder.
    output: OutputFolder
    #: The generated pages whose templates Sphinx may look at now.
    access: TemplateAccess = TemplateAccess.NONE
    #: Whether the heads of all posts say what they said when the environment was saved.
    posts_stand: bool = False

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find all documents, and have the domain keep what it needs of them."""
        domain, rules = blog_domain(self.env), self.setup.rules
        self.remembered = domain.heads if domain.data["rules"] == rules else {}
        docnames = super().discover(exclude_paths, include_paths)
        heads = self.blogs.public_heads()
        self.posts_stand = say_the_same(self.remembered, heads)
        domain.data["rules"], domain.data["heads"] = rules, heads
        domain.note_blogs(*self.linked, self.home)
        # Sphinx asks for the times of all sources next.
        self.access = TemplateAccess.ALL
        return docnames

    def doc2path(self, docname: str, absolute: bool) -> _StrPath:
        """Return the file of a document; a generated page's template, where Sphinx looks at it."""
        if absolute and self.has_access(docname) and self.is_generated(docname):
            return type(self.srcdir)(self.template(docname))
        return super().doc2path(docname, absolute)

    def has_access(self, docname: str) -> bool:
        """Return whether Sphinx is looking at the source of a document."""
        if self.access is not TemplateAccess.BEING_READ:
            return self.access is TemplateAccess.ALL
        current = self.env.current_document
        return current.docname == docname and SOURCE_READ not in current


def install_project(app: Sphinx, *, markdown_is_ours: bool) -> None:
    """Give the build a project with a blog, when its builder is there (``builder-inited``)."""
    setup = read_setup(
        app.config, Path(app.confdir), Path(app.srcdir), markdown_is_ours=markdown_is_ours
    )
    project = BuildProject(app.project.srcdir, app.project.source_suffix, setup)
    project.restore(app.project)
    project.env, project.builder = app.env, app.builder
    project.home_url = home_url(app.config, setup.blogs[0].config.home)
    project.output = open_output(app)
    app.project = app.env.project = project


def begin_output(app: Sphinx, *_: object) -> list[str]:
    """Reload the state of the output folder in further builds (``env-get-outdated``, first).

    An application may build several times.
    """
    project = project_of(app.env)
    if project.output.has_begun:
        project.output = open_output(app)
    project.output.has_begun = True
    return []  # no document is read for it


def open_output(app: Sphinx) -> OutputFolder:
    """Return the state of the output folder.

    Builders of web sites take it over from one another; others may well share a folder.
    """
    kinds = app.registry.builders
    others = [name for name, kind in kinds.items() if shares_pages(name, kind)]
    sites = {*others} - {app.builder.name} if app.builder.name in others else set()
    paths = (state_path(app.doctreedir, name, app.outdir) for name in sorted(sites))
    return OutputFolder.open(state_path(app.doctreedir, app.builder.name, app.outdir), paths)


def shares_pages(name: str, kind: type[Builder]) -> bool:
    """Return whether a builder makes a web site, in several pages or in one."""
    return issubclass(kind, StandaloneHTMLBuilder) and name not in NO_SITES - {"singlehtml"}


def give_all_templates(app: Sphinx) -> None:
    """Let Sphinx compare times of sources and outputs (``builder-inited``, after all others)."""
    project_of(app.env).access = TemplateAccess.ALL


def withdraw_templates(app: Sphinx, *_: object) -> list[str]:
    """Leave generated pages without a file (``env-get-outdated``, ``env-updated``)."""
    project_of(app.env).access = TemplateAccess.NONE
    return []  # no document is read or written for it


def give_template_of_current(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let Sphinx open the source of the page that it reads (``env-before-read-docs``)."""
    project_of(env).access = TemplateAccess.BEING_READ


def give_templates_to_changes(app: Sphinx, builder: Builder) -> None:
    """Let the builder of changes show all sources (``write-started``)."""
    if isinstance(builder, ChangesBuilder):
        give_all_templates(app)


def read_setup(config: Config, confdir: Path, srcdir: Path, *, markdown_is_ours: bool) -> SiteSetup:
    """Return the blogs that options ask for, before files are looked at."""
    languages = Languages(config, srcdir)
    now = build_clock()
    templates = load_templates([confdir / folder for folder in config.templates_path])
    blogs = []
    for name, options in read_blogs(config, confdir, srcdir).items():
        language = languages.language(options.language or config.language)
        blog = BlogSetup(
            options=options,
            config=language.translated(options),
            language=language,
            encoding=config.source_encoding,
            suffixes=tuple(with_markdown(config.source_suffix).items()),
            now=now,
            templates=templates,
            key=name,
            folder=options.path,
        )
        blogs.append(blog)
    return SiteSetup(
        srcdir=srcdir,
        blogs=tuple(blogs),
        matchers=matchers(blogs),
        language=languages.language,
        site_files=find_site_files(config, confdir),
        root_doc=config.root_doc,
        markdown_is_ours=markdown_is_ours,
        suffix_is_lent=LENT not in config.source_suffix,
    )


def matchers(blogs: Sequence[BlogSetup]) -> tuple[tuple[BlogSetup, Matcher], ...]:
    """Return the patterns of each blog's posts; the site's first blog comes last."""
    main, *others = blogs
    return tuple((blog, Matcher(blog.config.post_patterns)) for blog in (*others, main))


def project_of(env: BuildEnvironment) -> BuildProject:
    """Return the project of the environment's build."""
    return cast("BuildProject", env.project)


def blogs_of(env: BuildEnvironment) -> Blogs:
    """Return the blogs of the environment's build."""
    return project_of(env).blogs


def home_of(env: BuildEnvironment) -> Home | None:
    """Return the blogs of another build, if this one is without."""
    return project_of(env).home


def output_of(env: BuildEnvironment) -> OutputFolder:
    """Return the state of the output folder of the environment's build."""
    return project_of(env).output


def blog_of(env: BuildEnvironment, docname: str | None = None) -> Blog:
    """Return the blog that a document belongs to; that of all others is the site's first."""
    return blogs_of(env).of(docname)


def uses_blog(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page shows anything of a blog but links."""
    blogs = blogs_of(env)
    return docname in blogs.posts or docname in blogs.pages or docname in blog_domain(env).queries


def builder_of(env: BuildEnvironment) -> Builder:
    """Return the builder that the environment's build is for."""
    return project_of(env).builder


def cached(
    function: Callable[[Source, *Arguments], Result],
) -> Callable[[Source, *Arguments], Result]:
    """Have a function called once a build for each of its arguments.

    The first argument is the environment, or has it as ``env``. All are compared by value.
    """

    @wraps(function)
    def get(source: Source, *arguments: *Arguments) -> Result:
        env = source if isinstance(source, BuildEnvironment) else source.env
        # Some are called a hundred thousand times.
        results = blogs_of(env).cache.results_of(function)
        key = (source, *arguments)
        try:
            return results[key]
        except KeyError:
            pass
        result = results[key] = function(source, *arguments)
        return result

    return get
