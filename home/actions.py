"""How an empty database becomes a site: languages, front pages, generated groups, the one workflow."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from content.vocabulary import sync_terms
from home.models import HomePage
from home.starting_pages import words_in, write_starting_pages
from organisations.access import recompute_access, recompute_collections
from organisations.groups import members_group, network_group, sync_all_rights
from organisations.models import OwnersApproval
from organisations.roles import NETWORK_ROLES


@transaction.atomic
def set_up_site() -> HomePage:
    """Make what the site cannot be without; what exists already is left as it is.

    Returns the front page in the default language.
    """
    sync_terms()
    fronts = _front_pages()
    _workflow()
    members_group()
    for role in NETWORK_ROLES:
        network_group(role.code)
    sync_all_rights()
    recompute_collections(["0001"])
    write_starting_pages(fronts)
    recompute_access(["0001"])
    return fronts[settings.LANGUAGE_CODE]


def _front_pages() -> dict[str, HomePage]:
    """The front pages by language code."""
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first() or _first_front_page()
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        if not HomePage.objects.filter(locale=locale).exists():
            page = home.copy_for_translation(locale)
            page.title, page.slug = words_in(code)["front"]["title"], f"home-{code}"
            page.save_revision().publish()
    return {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}


def _first_front_page() -> HomePage:
    root = Page.get_first_root_node()
    locale = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0]
    root.get_children().delete()
    root.refresh_from_db()
    home = HomePage(title=words_in(settings.LANGUAGE_CODE)["front"]["title"], slug="home", locale=locale)
    root.add_child(instance=home)
    home.save_revision().publish()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


def _workflow() -> None:
    if OwnersApproval.objects.exists():
        return
    Workflow.objects.all().delete()
    task = OwnersApproval.objects.create(name="Approval by the owners")
    workflow = Workflow.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
