"""Requests that meet: real views, called at the same moment from threads of their own."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.governance.workflows import action_address, edit_address, editor_form
from wagtail_parcours.governance.signing import open_case

#: Seconds by which requests of one round miss each other at most: about as long as one takes.
SPREAD = 0.15
#: Seconds after which a request counts as stuck.
PATIENCE = 60


@dataclass
class Answer:
    """What became of one request: its response, or the exception that a server would log."""

    response: Any = None
    error: BaseException | None = None

    @property
    def status(self) -> int:
        return 500 if self.error is not None else self.response.status_code


def together(*requests: Callable[[], Any], chance: random.Random) -> list[Answer]:
    """Send requests at the same moment, or nearly so, and wait for all the answers."""
    answers = [Answer() for _request in requests]
    gate = threading.Barrier(len(requests))
    delays = [chance.choice([0, 0, chance.uniform(0, SPREAD)]) for _request in requests]

    def send(answer: Answer, request: Callable[[], Any], delay: float) -> None:
        try:
            gate.wait()
            time.sleep(delay)
            answer.response = request()
        except BaseException as error:
            answer.error = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=send, args=parts, daemon=True)
        for parts in zip(answers, requests, delays, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a request is stuck"
    for answer in answers:
        if answer.error is not None:
            raise AssertionError("a request ended with an error 500") from answer.error
        assert answer.status < 500
    return answers


def browser_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def signing(client: Client, page: Any, state: Any, *, dialog: bool) -> Callable[[], Any]:
    """A request that signs what waits now, from the review page or from Wagtail's dialog."""
    form = {"seal": open_case(state).seal, "accepted": "on", "comment": "", "action": "sign"}
    address = reverse("wagtail_parcours:review", args=[state.pk])
    if dialog:
        address = action_address(page, "approve", state)
    return lambda: client.post(address, form)


def sending_back(client: Client, page: Any, state: Any) -> Callable[[], Any]:
    address = action_address(page, "reject", state)
    return lambda: client.post(address, {"comment": "Not yet."})


def restarting(client: Client, page: Any, state: Any) -> Callable[[], Any]:
    address = action_address(page, "restart", state)
    return lambda: client.post(address)


def saving(client: Client, page: Any, text: str, **extra: str) -> Callable[[], Any]:
    form = editor_form(page, introduction=text) | extra
    return lambda: client.post(edit_address(page), form)


def autosaving(client: Client, page: Any, text: str) -> Callable[[], Any]:
    """A draft that saves itself over the latest revision, as a script sends it."""
    form = editor_form(page, introduction=text, overwrite_revision_id=str(page.latest_revision_id))
    return lambda: client.post(edit_address(page), form, headers={"accept": "application/json"})
