"""Both apps over a small world, until the input ends: `python -m tests.faces.creator.street`. Prints one line of JSON."""

import sys

import msgspec

from facevalue.bench.weight import serve

if __name__ == "__main__":
    with serve() as found:
        print(msgspec.json.encode(found).decode(), flush=True)
        sys.stdin.read()
