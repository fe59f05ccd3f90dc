"""The policy of sign-off of a site: which maps need one, whose, and for how long."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import StreamField

from ..blocks.policies import sign_off_rules


class SignOffPolicy(BaseSiteSetting):
    """Rules by page type. A page type without a rule follows the defaults of
    ``governance.policy``: future-state maps need one signature, current-state maps none."""

    rules = StreamField(
        sign_off_rules(),
        blank=True,
        verbose_name=_("rules"),
        help_text=_(
            "Without a rule, a future-state map needs one signature and a current-state map "
            "none. When a type has several rules, the first one counts."
        ),
    )

    panels = [FieldPanel("rules")]

    class Meta:
        verbose_name = _("Sign-off policy")

    def __str__(self) -> str:
        return str(_("Sign-off policy"))
