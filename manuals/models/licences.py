"""Under which licence a text may be given on: the names are those of SPDX (spdx.org/licenses)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    CC_BY = "CC-BY-4.0", "Creative Commons BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "Creative Commons BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "Creative Commons BY-NC 4.0"
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0", "Creative Commons BY-NC-SA 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "Creative Commons BY-ND 4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0", "Creative Commons BY-NC-ND 4.0"
    CC0 = "CC0-1.0", "Creative Commons Zero 1.0"
    RESERVED = "reserved", _("All rights reserved")
