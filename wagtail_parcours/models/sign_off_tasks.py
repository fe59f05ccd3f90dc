"""The workflow step in which people sign, and the statement that they accept."""

from typing import Any, ClassVar, Protocol

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractGroupApprovalTask, TranslatableMixin
from wagtail_localize.fields import TranslatableField

from .history import FactHistory


class SignOffStatement(TranslatableMixin, models.Model):
    """What people declare when they sign, in each language of the organisation."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("To find it among the others; nobody signs it.")
    )
    text = models.TextField(
        _("statement"), help_text=_("The sentence that people accept when they sign.")
    )

    history = FactHistory()

    panels = [FieldPanel("name"), FieldPanel("text")]
    translatable_fields = [TranslatableField("name"), TranslatableField("text")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("sign-off statement")
        verbose_name_plural = _("sign-off statements")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class StepRules(Protocol):
    """What happens in a step. ``governance.steps`` provides it when the app is ready."""

    def actions(self, task: "SignOffTask", page: Any, user: Any) -> list[tuple[str, Any, bool]]: ...

    def form(self, action: str) -> type[forms.Form]: ...

    def template(self, action: str) -> str: ...

    def act(self, task_state: Any, user: Any, action: str, data: dict[str, Any]) -> str | None: ...

    def waiting_for(self, task: "SignOffTask", user: Any) -> Any: ...


class SignOffTask(AbstractGroupApprovalTask):
    """A step of a workflow that ends when enough people have signed the same content.

    Nobody edits a map that waits in it: to change the map, request changes or cancel the
    workflow. What the step does lives in ``governance.steps``.
    """

    rules: ClassVar[StepRules]

    signatures = models.PositiveSmallIntegerField(
        _("how many different people must sign"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    authors_may_sign = models.BooleanField(
        _("authors may sign"),
        default=False,
        help_text=_(
            "Whether the author of a map, and those who edited it since it was last signed, may "
            "sign it themselves."
        ),
    )
    statement = models.ForeignKey(
        SignOffStatement,
        verbose_name=_("statement"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Signers read it in their own language when it is translated."),
    )

    admin_form_fields = [
        *AbstractGroupApprovalTask.admin_form_fields,
        "signatures",
        "authors_may_sign",
        "statement",
    ]
    admin_form_widgets: dict[str, Any] = {
        **AbstractGroupApprovalTask.admin_form_widgets,
        # A plain list: the form of a task has no choosers.
        "statement": forms.Select,
    }

    class Meta:
        verbose_name = _("Sign-off")
        verbose_name_plural = _("Sign-offs")

    @classmethod
    def get_description(cls) -> str:
        return str(_("People of the chosen groups sign exactly the content that they have read"))

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Wait for signatures, under the workflow's lock alone.

        A lock of somebody's own comes before it in Wagtail, and its holder may edit.
        """
        content = workflow_state.content_object
        if getattr(content, "locked", False):
            content.locked, content.locked_by, content.locked_at = False, None, None
            content.save(update_fields=["locked", "locked_by", "locked_at"])
        return super().start(workflow_state, user=user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        return self.rules.actions(self, obj, user)

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return self.rules.form(action)

    def get_template_for_action(self, action: str) -> str:
        return self.rules.template(action)

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> str | None:
        """Do what a person asked for; a refusal gives the address that explains it."""
        return self.rules.act(task_state, user, action_name, kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        return self.rules.waiting_for(self, user)
