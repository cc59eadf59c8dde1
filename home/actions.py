"""How an empty database becomes a site: languages, front pages, generated groups, the one workflow."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from content.vocabulary import sync_terms
from home.models import HomePage
from organisations.access import recompute_access, recompute_collections
from organisations.groups import members_group, network_group
from organisations.models import OwnersApproval
from organisations.roles import NETWORK_ROLES

FRONT_PAGE_TITLES = {
    "en": "Help for human rights defenders",
    "es": "Ayuda para personas defensoras de derechos humanos",
    "fr": "Aide aux défenseurs et défenseuses des droits humains",
    "ar": "مساعدة للمدافعين عن حقوق الإنسان",
}


@transaction.atomic
def set_up_site() -> HomePage:
    """Make what the site cannot be without; what exists already is left as it is.

    Returns the front page in the default language.
    """
    sync_terms()
    home = _front_pages()
    _workflow()
    members_group()
    for role in NETWORK_ROLES:
        network_group(role.code)
    recompute_collections(["0001"])
    recompute_access(["0001"])
    return home


def _front_pages() -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if home is None:
        default = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0]
        root.get_children().delete()
        root.refresh_from_db()
        home = HomePage(title=FRONT_PAGE_TITLES[settings.LANGUAGE_CODE], slug="home", locale=default)
        root.add_child(instance=home)
        home.save_revision().publish()
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        if not HomePage.objects.filter(locale=locale).exists():
            page = home.copy_for_translation(locale)
            page.title, page.slug = FRONT_PAGE_TITLES[code], f"home-{code}"
            page.save_revision().publish()
    return home


def _workflow() -> None:
    if OwnersApproval.objects.exists():
        return
    Workflow.objects.all().delete()
    task = OwnersApproval.objects.create(name="Approval by the owners")
    workflow = Workflow.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
