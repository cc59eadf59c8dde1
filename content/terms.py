"""The network's shared words: concerns, needs, threats, whom a service is for, professions and places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Branch(models.TextChoices):
    CONCERN = "concern", _("Concern")
    NEED = "need", _("Need")
    THREAT = "threat", _("Threat")
    SERVED = "served", _("Whom it is for")
    PROFESSION = "profession", _("Profession")
    REGION = "region", _("Region")


class Term(models.Model):  # type: ignore[django-manager-missing]  # modeltranslation's has no types
    """One shared word. Its code never changes, so that filters, imports and other systems can rely on it.

    A code is unique in its branch: a lawyer is something that one may need, and also a profession.
    """

    branch = models.CharField(_("branch"), max_length=20, choices=Branch.choices)
    code = models.SlugField(_("code"), max_length=60)
    label = models.CharField(_("label"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["branch", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["branch", "code"], name="one_term_for_each_code")]

    def __str__(self) -> str:
        return self.label
