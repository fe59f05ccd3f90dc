"""What an organisation offers to choose from: the questions that blocks ask of models.

Callables, so that neither channels nor indicators, personas and target groups make migrations.
Models know blocks, so each is imported when it is asked.
"""


def channel_choices() -> list[tuple[str, str]]:
    """The organisation's channels by slug."""
    from ..models.channels import current_channel_choices

    return current_channel_choices()


def indicator_choices() -> list[tuple[str, str]]:
    """The organisation's indicators by slug."""
    from ..models.indicators import current_indicator_choices

    return current_indicator_choices()


def employee_choices() -> list[tuple[str, str]]:
    """The published employee personas by translation key."""
    from ..models.personas import current_employee_choices

    return current_employee_choices()


def person_choices() -> list[tuple[str, str]]:
    """The published personas who are no employees, by translation key."""
    from ..models.personas import current_client_choices

    return current_client_choices()


def group_choices() -> list[tuple[str, str]]:
    """The target groups by translation key."""
    from ..models.target_groups import current_group_choices

    return current_group_choices()
