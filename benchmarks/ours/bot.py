"""Our bot as `respite run` serves it, with no limit on how fast it may talk."""

import sys

import uvloop

from benchmarks.ours.unlimited import UNLIMITED
from bot.serving import serve
from bot.settings import load

if __name__ == "__main__":
    sys.exit(uvloop.run(serve(load("bot_token", "keys"), UNLIMITED)))
