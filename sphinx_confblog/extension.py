"""Registers everything with Sphinx, in the order of a build."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx_confblog import __version__
from sphinx_confblog.config.loader import register_options
from sphinx_confblog.discovery.markdown_suffix import MarkdownSuffix, copy_default
from sphinx_confblog.discovery.project import (
    begin_output,
    give_all_templates,
    give_template_of_current,
    give_templates_to_changes,
    install_project,
    withdraw_templates,
)
from sphinx_confblog.discovery.reports.missed_posts import (
    report_strays,
    report_undated,
    report_unread_markdown,
)
from sphinx_confblog.discovery.reports.problems import (
    report_problems,
    report_shared_files,
    report_successors,
)
from sphinx_confblog.discovery.reports.published_files import report_published_files
from sphinx_confblog.discovery.reports.summary import summarize
from sphinx_confblog.discovery.reports.template_locations import name_templates
from sphinx_confblog.discovery.symlinks import guard_walk
from sphinx_confblog.domain import BlogDomain, add_taxonomies
from sphinx_confblog.events.calendar_files import remove_old_calendars, update_calendars
from sphinx_confblog.feeds.bodies import keep_body
from sphinx_confblog.feeds.page_links import link_feed, name_feeds
from sphinx_confblog.feeds.writer import remove_old_feeds, update_feeds
from sphinx_confblog.html.comments import add_comments, copy_script
from sphinx_confblog.html.default_image import copy_images, note_images
from sphinx_confblog.html.metadata import fill_head
from sphinx_confblog.html.navigation import add_navigation
from sphinx_confblog.html.page_context import (
    complete_context,
    copy_stylesheet,
    leave_out_of_git_dates,
    name_home,
    name_versions,
    set_direction,
)
from sphinx_confblog.html.redirect_files import remove_old_redirects, write_redirects
from sphinx_confblog.html.redirects import report_redirects
from sphinx_confblog.html.sidebars.placement import add_loader, report_sidebars
from sphinx_confblog.html.sidebars.template_api import give_sidebars
from sphinx_confblog.html.template_variables import describe_page
from sphinx_confblog.html.themes import settle_head
from sphinx_confblog.html.toctrees import forget_place, place_in_toctree
from sphinx_confblog.html.unlisted import (
    LlmsOptions,
    filter_inventory,
    hide_from_sitemap,
    hide_unlisted,
)
from sphinx_confblog.i18n import compile_words
from sphinx_confblog.incremental.cleanup import (
    begin_reading,
    end_reading,
    remove_doctrees,
    remove_empty_catalogs,
    remove_outputs,
    remove_static,
)
from sphinx_confblog.incremental.files_to_read import (
    depend_on_catalogs,
    find_outdated,
    note_recipe,
)
from sphinx_confblog.incremental.pages_to_write import (
    begin_changes,
    commit_output,
    find_changed_pages,
    note_index,
    note_page,
)
from sphinx_confblog.incremental.performance.forks import Forks
from sphinx_confblog.incremental.performance.garbage import GcTuner
from sphinx_confblog.incremental.performance.speedups import (
    drop_unused_words,
    forget_doctree,
    keep_templates,
    stem_once,
)
from sphinx_confblog.incremental.pictures import remove_assembled_pictures, remove_dropped_pictures
from sphinx_confblog.incremental.section_numbers import forget_numbers, note_numbered, number_posts
from sphinx_confblog.incremental.sitemap import complete_sitemap
from sphinx_confblog.nodes import setup_nodes
from sphinx_confblog.reading.directives import setup_directives
from sphinx_confblog.reading.excerpts import take_excerpt
from sphinx_confblog.reading.foreign_nodes import leave_out_unwritable
from sphinx_confblog.reading.links.document_links import (
    depend_on_withheld,
    follow_moved,
    hide_from_globs,
    link_home,
    mark_document,
    setup_toctree,
)
from sphinx_confblog.reading.links.labels import drop_labels, give_labels, hide_titles, show_titles
from sphinx_confblog.reading.links.liquid import report_liquid, understand_liquid
from sphinx_confblog.reading.links.old_links import follow_addresses
from sphinx_confblog.reading.mentions import note_references
from sphinx_confblog.reading.myst import prefer_own_description, set_up_parsers, setup_markdown
from sphinx_confblog.reading.post_fields import copy_cover, note_cover
from sphinx_confblog.reading.source import prepare_source
from sphinx_confblog.reading.transforms import (
    GeneratedText,
    PostFooter,
    PostTitle,
    PutToctreesBack,
    ReadMore,
    Rules,
    SetToctreesAside,
    TranslatedTexts,
    name_template_to_translators,
)
from sphinx_confblog.releases.announcement import announce, report_announcement
from sphinx_confblog.releases.directives import Changes
from sphinx_confblog.releases.lists import FillChanges
from sphinx_confblog.releases.noted import note_changes
from sphinx_confblog.releases.version_links import LinkVersions
from sphinx_confblog.resolving.links.transforms import (
    FillSiteLinks,
    FollowHome,
    KeepAddresses,
    LeaveMissing,
    RestoreAddresses,
)
from sphinx_confblog.resolving.mention_lists import AddMentions
from sphinx_confblog.resolving.placeholders import DropExcerpts, FillPlaceholders
from sphinx_confblog.resolving.post_warnings import (
    quiet_excerpts,
    warn_missing,
    warn_missing_in_post,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Before other extensions look at the project, and after they have seen a doctree or added files.
FIRST, LAST = 100, 900
#: Before and after all others: what Sphinx does between two events is for Sphinx alone.
AT_ONCE, AT_LAST = 0, 1_000_000


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the blog.

    There is no ``env_version``: Sphinx would write it into the search index of sites without
    a blog. The domain's ``data_version`` serves instead.
    """
    markdown_is_ours = setup_markdown(app)
    register_options(app)
    compile_words(app)
    setup_nodes(app)
    app.add_domain(BlogDomain)
    app.add_directive_to_domain(BlogDomain.name, "changes", Changes)
    app.add_transform(PostTitle)
    app.add_transform(PostFooter)
    app.add_transform(ReadMore)
    app.add_transform(Rules)
    app.add_transform(GeneratedText)
    app.add_transform(TranslatedTexts)
    app.add_transform(SetToctreesAside)
    app.add_transform(PutToctreesBack)
    app.add_post_transform(FillPlaceholders)
    app.add_post_transform(AddMentions)
    app.add_post_transform(FillChanges)
    app.add_post_transform(LinkVersions)
    app.add_post_transform(FillSiteLinks)
    app.add_post_transform(LeaveMissing)
    app.add_post_transform(FollowHome)
    app.add_post_transform(KeepAddresses)
    app.add_post_transform(RestoreAddresses)
    app.add_post_transform(DropExcerpts)

    connect_discovery(app, markdown_is_ours=markdown_is_ours)
    connect_reading(app)
    connect_resolving(app)
    connect_writing(app)
    connect_end(app)
    connect_collector(app)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def connect_discovery(app: Sphinx, *, markdown_is_ours: bool) -> None:
    """Connect what finds out which documents exist, and which of them must be read."""
    app.connect("config-inited", guard_walk)
    app.connect("config-inited", copy_default, FIRST)
    app.connect("config-inited", setup_directives)
    install = partial(install_project, markdown_is_ours=markdown_is_ours)
    app.connect("builder-inited", install, FIRST)
    app.connect("builder-inited", remove_static, FIRST)
    app.connect("builder-inited", add_taxonomies)
    app.connect("builder-inited", add_loader)
    app.connect("builder-inited", set_up_parsers)
    app.connect("builder-inited", name_templates)
    app.connect("builder-inited", quiet_excerpts)
    app.connect("builder-inited", give_all_templates, AT_LAST)
    app.connect("env-get-outdated", begin_output, AT_ONCE)
    app.connect("env-get-outdated", withdraw_templates, AT_ONCE)
    app.connect("env-get-outdated", drop_labels, FIRST)
    app.connect("env-get-outdated", remove_doctrees)
    app.connect("env-get-outdated", find_outdated)
    app.connect("env-before-read-docs", report_problems)
    app.connect("env-before-read-docs", report_successors)
    app.connect("env-before-read-docs", report_shared_files)
    app.connect("env-before-read-docs", report_redirects)
    app.connect("env-before-read-docs", report_sidebars)
    app.connect("env-before-read-docs", report_announcement)


def connect_reading(app: Sphinx) -> None:
    """Connect what happens until all documents have been read."""
    app.connect("env-before-read-docs", setup_toctree)
    suffix = MarkdownSuffix()
    app.connect("env-before-read-docs", suffix.begin)
    app.connect("env-updated", suffix.end, LAST)
    app.connect("env-before-read-docs", begin_reading)
    app.connect("env-before-read-docs", give_template_of_current, AT_LAST)
    app.connect("source-read", prepare_source, FIRST)
    app.connect("source-read", understand_liquid, FIRST)
    app.connect("source-read", report_liquid, AT_LAST)
    app.connect("doctree-read", hide_from_globs, FIRST)
    app.connect("doctree-read", hide_titles, FIRST)
    app.connect("doctree-read", prefer_own_description, FIRST)
    app.connect("doctree-read", follow_moved, FIRST)
    app.connect("doctree-read", link_home, FIRST)
    app.connect("doctree-read", follow_addresses, FIRST)
    app.connect("doctree-read", show_titles, LAST)
    app.connect("doctree-read", take_excerpt, LAST)
    app.connect("doctree-read", note_cover, LAST)
    app.connect("doctree-read", note_numbered, LAST)
    app.connect("doctree-read", mark_document, LAST)
    app.connect("doctree-read", depend_on_withheld, LAST)
    app.connect("doctree-read", note_references, LAST)
    app.connect("doctree-read", note_changes, LAST)
    app.connect("doctree-read", note_recipe, LAST)
    app.connect("doctree-read", depend_on_catalogs, LAST)
    app.connect("env-updated", withdraw_templates, AT_ONCE)
    app.connect("env-updated", leave_out_of_git_dates, FIRST)
    app.connect("env-updated", give_labels)
    app.connect("env-updated", note_images)
    app.connect("env-updated", report_undated)
    app.connect("env-updated", report_strays)
    app.connect("env-updated", report_unread_markdown)
    app.connect("env-updated", report_published_files)
    app.connect("env-updated", hide_unlisted, LAST)


def connect_resolving(app: Sphinx) -> None:
    """Connect what decides which pages are written, and completes their doctrees."""
    # Extensions may bring collectors of numbers of their own.
    app.connect("env-get-updated", forget_numbers, LAST)
    app.connect("env-get-updated", number_posts, LAST)
    app.connect("env-get-updated", find_changed_pages, LAST)
    app.connect("missing-reference", link_feed)
    app.connect("warn-missing-reference", warn_missing)
    app.connect("warn-missing-reference", warn_missing_in_post)
    app.connect("doctree-resolved", note_page)
    app.connect("doctree-resolved", stem_once)
    app.connect("doctree-resolved", copy_cover)
    app.connect("doctree-resolved", leave_out_unwritable, LAST)
    app.connect("doctree-resolved", name_template_to_translators, AT_LAST)


def connect_writing(app: Sphinx) -> None:
    """Connect what happens while pages are written."""
    app.connect("write-started", give_templates_to_changes)
    app.connect("write-started", end_reading)
    app.connect("write-started", keep_templates)
    app.connect("write-started", begin_changes)
    app.connect("write-started", remove_outputs)
    app.connect("write-started", remove_old_feeds)
    app.connect("write-started", remove_old_calendars)
    app.connect("write-started", remove_old_redirects)
    app.connect("write-started", copy_stylesheet)
    app.connect("write-started", copy_images)
    app.connect("write-started", hide_from_sitemap)
    app.connect("write-started", copy_script)
    app.connect("html-page-context", note_index)
    app.connect("html-page-context", keep_body, FIRST)
    app.connect("html-page-context", place_in_toctree, FIRST)
    app.connect("html-page-context", describe_page, FIRST)
    app.connect("html-page-context", fill_head, FIRST)
    app.connect("html-page-context", give_sidebars, FIRST)
    app.connect("html-page-context", complete_context)
    app.connect("html-page-context", add_navigation)
    app.connect("html-page-context", name_feeds)
    app.connect("html-page-context", name_versions)
    app.connect("html-page-context", name_home)
    app.connect("html-page-context", settle_head, LAST)
    app.connect("html-page-context", announce, LAST)
    app.connect("html-page-context", add_comments, LAST)
    app.connect("html-page-context", set_direction, LAST)
    app.connect("html-collect-pages", drop_unused_words, LAST)
    app.connect("html-collect-pages", remove_dropped_pictures, LAST)


def connect_end(app: Sphinx) -> None:
    """Connect what completes the output once all pages are written."""
    app.connect("build-finished", forget_place, AT_ONCE)
    app.connect("build-finished", complete_sitemap, FIRST)
    llms = LlmsOptions()
    app.connect("build-finished", llms.begin, FIRST)
    app.connect("build-finished", llms.end, LAST)
    app.connect("build-finished", update_feeds)
    app.connect("build-finished", update_calendars)
    app.connect("build-finished", filter_inventory)
    app.connect("build-finished", remove_empty_catalogs)
    app.connect("build-finished", remove_assembled_pictures)
    app.connect("build-finished", summarize)
    app.connect("build-finished", write_redirects, LAST)
    app.connect("build-finished", commit_output, LAST)


def connect_collector(app: Sphinx) -> None:
    """Connect what saves memory, and time for the garbage collector."""
    forks = Forks()
    app.connect("env-before-read-docs", forks.begin)
    app.connect("env-merge-info", forks.note_merged)
    app.connect("source-read", forks.begin_reading, AT_ONCE)
    app.connect("write-started", forks.cover_writing)
    app.connect("html-page-context", forks.begin_writing, AT_ONCE)
    tuner = GcTuner()
    tuner.cover_build(app)
    app.connect("config-inited", tuner.run_seldom, AT_LAST)
    app.connect("builder-inited", tuner.run_as_before, AT_ONCE)
    app.connect("env-before-read-docs", tuner.freeze)
    app.connect("write-started", tuner.run_often)
    app.connect("html-collect-pages", tuner.run_less_often)
    for event in ("env-purge-doc", "env-updated"):
        # First, because other handlers of `env-updated` may load doctrees.
        app.connect(event, forget_doctree, AT_ONCE)
        app.connect(event, tuner.freeze_read)
