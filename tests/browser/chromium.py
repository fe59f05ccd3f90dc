"""Which Chromium the browser tests and the benchmarks start, and how."""

import os
import shutil

#: Without windows where that build of it is there: it draws the same, in less time.
CHROMIUM = os.environ.get("CHROMIUM") or (
    shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
)
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing from outside, such as an avatar: a name server that is slow to answer would
    # keep a page from being loaded.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
