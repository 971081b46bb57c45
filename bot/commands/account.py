"""The account at which a command is typed, as the machine knows it."""

import os
import sys
from getpass import getuser


def account() -> str:
    """Return the name of the account that runs this; through sudo also whose that was before.

    Where the system can tell it is asked, and not LOGNAME or USER, which anybody can set.
    """
    if sys.platform == "win32":
        return getuser()
    from pwd import getpwuid

    try:
        name = getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container the number may have no name
        name = f"uid {os.getuid()}"
    before = os.environ.get("SUDO_USER", "")
    return f"{name} (sudo: {before})" if before and before != name else name
