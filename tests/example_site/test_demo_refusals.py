"""Where the demo does not belong, it stays out."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site


def test_it_refuses_settings_that_are_not_for_a_demo(settings, db):
    settings.DEMO_CONTENT_ALLOWED = False
    with pytest.raises(CommandError, match="--force"):
        call_command("load_demo")
    assert not get_user_model().objects.exists()


def test_forced_it_gives_nobody_a_known_password(settings, client, db, capsys):
    settings.DEMO_CONTENT_ALLOWED = False
    call_command("load_demo", "--force")
    printed = capsys.readouterr().out
    assert "borealia-2026" not in printed
    for username in ("admin", "editor", "approver", "employee"):
        assert not client.login(username=username, password=f"{username}-borealia-2026")


def test_it_leaves_someone_else_s_site_alone(db):
    site = Site.objects.get(is_default_site=True)
    site.root_page.title = "A site in use"
    site.root_page.save()
    with pytest.raises(CommandError, match="pages already"):
        call_command("load_demo")
    assert Page.objects.count() == 2
