"""Accounts to try the intranet with, one for each role."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group

from example_site.demo.outcome import Outcome
from wagtail_parcours.permissions import APPROVERS, EDITORS, READERS


@dataclass(frozen=True, slots=True)
class Account:
    """One demo account. Without a group it is the administrator."""

    username: str
    first_name: str
    group: str | None
    role: str

    @property
    def known_password(self) -> str:
        """The password in development; production never uses it."""
        return f"{self.username}-borealia-2026"


ACCOUNTS = (
    Account("admin", "Alex", None, "administrator"),
    Account("editor", "Élise", EDITORS, "writes maps and submits them for approval"),
    Account("approver", "Amadou", APPROVERS, "approves and publishes maps"),
    Account("employee", "Emma", READERS, "reads the intranet"),
)


def load_accounts(outcome: Outcome) -> dict[str, str]:
    """Create the accounts that are missing. Returns the passwords to print, by user name."""
    passwords = {}
    for account in ACCOUNTS:
        user = get_user_model().objects.filter(username=account.username).first()
        created = user is None
        if created:
            passwords[account.username] = _create(account)
        elif user.check_password(account.known_password):
            passwords[account.username] = account.known_password
        outcome.note(f"account “{account.username}”", created)
    return passwords


def administrator() -> AbstractUser:
    """The account in whose name the demo is published."""
    return get_user_model().objects.get(username="admin")


def _create(account: Account) -> str:
    password = (
        account.known_password if settings.DEMO_CONTENT_ALLOWED else secrets.token_urlsafe(15)
    )
    user = get_user_model().objects.create_user(
        account.username,
        email=f"{account.username}@borealia.example",
        password=password,
        first_name=account.first_name,
        is_superuser=account.group is None,
    )
    if account.group is not None:
        user.groups.add(Group.objects.get(name=account.group))
    return password
