"""Waiting for what happens by and by: nothing here guesses how long a machine needs."""

import socket
import threading
import time
from functools import wraps

from playwright.sync_api import expect

TIMEOUT_MS = 120_000
PAUSE_SECONDS = 0.05


def eventual(check):
    """Make a function that asserts try again until it passes, or long enough.

    For what `expect` has no words for, such as places on the screen. Playwright must be asked
    inside the function, so that each attempt looks anew.
    """

    @wraps(check)
    def attempts(*args, **kwargs):
        deadline = time.monotonic() + TIMEOUT_MS / 1000
        while True:
            try:
                return check(*args, **kwargs)
            except AssertionError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(PAUSE_SECONDS)

    return attempts


def finish_drawing(page):
    """Wait until the page stands still: all of it is there and its transitions are over."""
    page.wait_for_load_state()
    page.evaluate(
        """async () => {
            await document.fonts.ready;
            const frame = () => new Promise(requestAnimationFrame);
            const moving = () => document.getAnimations().filter(
                (animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime)
                    && animation.playState === "running");
            do {
                await Promise.allSettled(moving().map((animation) => animation.finished));
                await frame();
                await frame();
            } while (moving().length || window.jQuery?.timers?.length);
        }"""
    )


def fill_day(page, label, day):
    """Type a day, and go on to the next field once the calendar has come up, so that it goes."""
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    page.get_by_label(label).fill(day)
    expect(calendar).to_have_count(1)
    page.keyboard.press("Tab")
    expect(calendar).to_have_count(0)


def finish_answering(live_server):
    """Wait until the server has dealt with all it was asked, once the browser has hung up.

    A browser that closes drops the requests under way; the server goes on with them, and would
    write into a database that is being emptied.
    """
    # Connections are taken up in turn: when this one is over, no earlier one is in the queue.
    address = (live_server.thread.host, live_server.thread.port)
    with socket.create_connection(address, timeout=TIMEOUT_MS / 1000) as connection:
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)
    for thread in threading.enumerate():
        if thread.name.endswith("(process_request_thread)"):
            thread.join(TIMEOUT_MS / 1000)
            assert not thread.is_alive(), "the server is still answering a request"
