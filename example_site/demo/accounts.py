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
    last_name: str
    group: str | None
    role: str

    @property
    def known_password(self) -> str:
        """The password in development; production never uses it."""
        return f"{self.username}-borealia-2026"


ACCOUNTS = (
    Account("admin", "Alex", "Gagnon", None, "administrator"),
    Account("editor", "Élise", "Tremblay", EDITORS, "writes maps and submits them for approval"),
    Account("approver", "Amadou", "Diallo", APPROVERS, "approves and publishes maps"),
    Account("employee", "Emma", "Clarke", READERS, "reads the intranet"),
)


def load_accounts(outcome: Outcome) -> dict[str, str]:
    """Create the accounts that are missing. Returns the passwords to print, by user name."""
    passwords = {}
    for known in ACCOUNTS:
        user = get_user_model().objects.filter(username=known.username).first()
        created = user is None
        if created:
            passwords[known.username] = _create(known)
        elif user.check_password(known.known_password):
            passwords[known.username] = known.known_password
        outcome.note(f"account “{known.username}”", created)
    return passwords


def account(username: str) -> AbstractUser:
    """The account in whose name a part of the demo is made."""
    return get_user_model().objects.get(username=username)


def _create(new: Account) -> str:
    password = new.known_password if settings.DEMO_CONTENT_ALLOWED else secrets.token_urlsafe(15)
    user = get_user_model().objects.create_user(
        new.username,
        email=f"{new.username}@borealia.example",
        password=password,
        first_name=new.first_name,
        last_name=new.last_name,
        is_superuser=new.group is None,
    )
    if new.group is not None:
        user.groups.add(Group.objects.get(name=new.group))
    return password
