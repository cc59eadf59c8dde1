"""Which columns of shared records are kept once per language."""

from modeltranslation.translator import TranslationOptions, register

from content.terms import Term


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("label", "description")
