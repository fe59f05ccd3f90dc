"""Every benchmark, one after the other: ``python -m benchmarks``.

Each prints its own table and ends with 1 where a ratio is over its limit; so does this. They run
in processes of their own, so that none warms up another.
"""

import subprocess
import sys

BENCHMARKS = ("render", "editor", "translation", "insights")


def main() -> int:
    failed = []
    for name in BENCHMARKS:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nOver the limit: {', '.join(failed)}.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
