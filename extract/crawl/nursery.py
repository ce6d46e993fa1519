"""A process that has Scrapy loaded and forks one crawling process per job: ``python -m extract.crawl.nursery FD``.

Loading Scrapy takes longer than crawling a publisher that has nothing new. Over the Unix socket ``FD`` come the
descriptors of each job: a socket for the job and its events, and a file for its log. The nursery ends when its parent
does, or when nothing was asked of it for a while; crawls end with their own socket.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
import traceback

from extract.crawl import child

IDLE_SECONDS = 120.0


def serve(control: socket.socket) -> None:
    """Fork a crawling process for every pair of descriptors received, until the other end is closed or silent."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the system
    control.settimeout(IDLE_SECONDS)
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        except TimeoutError:
            return
        if not message or len(descriptors) != 2:
            return
        if os.fork() == 0:
            control.close()
            _crawl(*descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _crawl(job: int, log: int) -> None:
    """Become the crawling process of one job; never returns."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        random.seed()
        os.dup2(job, 0)
        os.dup2(job, 1)
        os.dup2(log, 2)
        for descriptor in {job, log} - {0, 1, 2}:
            os.close(descriptor)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  (descriptors, for good)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
        child.main()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Serve on the descriptor named on the command line."""
    child.preload()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        serve(control)


if __name__ == "__main__":
    main()
