"""What the secretariat decides for the whole site: its name, the way out, the words at the foot."""

from django.conf import settings
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from content.page_cache import forget_kept_pages

# What the words are called that are kept once for each language.
NAMES = {
    "name": _("name of the site"),
    "strapline": _("question of the help band"),
    "foot": _("words at the foot"),
}


@register_setting(icon="cog")
class SiteSettings(BaseGenericSetting):
    """One row for the site; its words are kept once per language."""

    name = models.CharField(
        NAMES["name"], max_length=60, help_text=_("Stands at the top of every page and in every title.")
    )
    strapline = models.CharField(
        NAMES["strapline"],
        max_length=120,
        help_text=_("The first thing a person in danger reads on the front page. Ask in their words."),
    )
    leave_address = models.URLField(
        _("where “Leave this site” leads"),
        default="https://www.wikipedia.org/",
        help_text=_("An ordinary page that many people open, that loads quickly and that is blocked nowhere you know."),
    )
    foot = models.CharField(
        NAMES["foot"],
        max_length=300,
        help_text=_("One or two sentences about what this site keeps of a visitor. They must be true."),
    )

    # The words once for each language, under its own name; the columns are those of home.translation.
    panels = [
        FieldPanel("leave_address"),
        *(
            MultiFieldPanel(
                [FieldPanel(f"{field}_{code}", heading=capfirst(words)) for field, words in NAMES.items()], heading=name
            )
            for code, name in settings.LANGUAGES
        ),
    ]

    class Meta:
        verbose_name = _("site settings")

    def save(self, *args, **kwargs) -> None:
        """Every page shows these words, so none that was kept may be shown again."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            forget_kept_pages()
