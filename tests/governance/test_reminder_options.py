"""What the reminders' command refuses before it sends anything."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
@pytest.mark.parametrize("option", ["--waiting-days", "--expiring-days", "--repeat-days"])
@pytest.mark.parametrize("value", ["-1", "many", "100000"])
def test_impossible_numbers_of_days_are_refused(option, value):
    with pytest.raises(CommandError):
        call_command("remind_sign_offs", option, value)
