"""Work done in processes of their own, so that what it needed is given back when it is done."""

import ctypes
import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing import connection, get_context

FORK = get_context("fork")  # what is imported here is not imported again, and its memory is shared
DIE_WITH_PARENT = 1
Work = Callable[[], None]


def apart(works: Sequence[Work]) -> None:
    """All at once; if one dies, this process dies of the same."""
    crew = [FORK.Process(target=_bound, args=(work,)) for work in works]
    for one in crew:
        one.start()
    while crew:
        ended = connection.wait([one.sentinel for one in crew])
        for one in [one for one in crew if one.sentinel in ended]:
            crew.remove(one)
            one.join()
            if one.exitcode:
                _follow(one.exitcode)


def _bound(work: Work) -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    work()


def _follow(code: int) -> None:
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(1)
