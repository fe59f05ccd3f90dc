"""Two people who press Save at the same moment: one of them is asked."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from tests.admin.open_editors import OpenEditor, person
from tests.factories import make_channels, make_map

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def test_one_is_saved_and_the_other_is_asked():
    make_channels()
    page = make_map(2, 4, title="Ana today", live=False)
    page.save_revision()
    people = [person("Ada"), person("Ben")]
    for number in range(ROUNDS):
        editors = [OpenEditor(client, page) for client in people]
        start = Barrier(len(editors))

        def save(editor, start=start, number=number):
            editor.cell(1)["actions"] = f"{editor.client.user} in round {number}"
            try:
                start.wait()
                return editor.post().status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(editors)) as pool:
            assert sorted(pool.map(save, editors)) == [302, 409]
        assert page.revisions.count() == number + 2
