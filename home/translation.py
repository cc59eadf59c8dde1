"""Which columns of the site's own records are kept once per language."""

from modeltranslation.translator import TranslationOptions, register

from home.models import SiteSettings


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    fields = ("name", "strapline", "foot")
    required_languages = ("en",)
