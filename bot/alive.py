"""What the health check of a container asks: is the Drumbeat in it alive? `python -m bot.alive` ends with 0 or 1.

Alive, and not ready: to start a container anew because Slack or the database is away would mend nothing.
"""

import os
import sys
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot.errors import SettingsError
from bot.settings import load

SECONDS = 4.0


def alive(environ: Mapping[str, str], env_file: Path) -> bool:
    """Ask where DRUMBEAT_HEALTH says. True too where it says that nothing or any free port is served: nobody can ask.

    Raises SettingsError for settings with which no Drumbeat starts.
    """
    address = load(environ, env_file).health_address
    if address is None or address[1] == 0:
        return True
    connection = HTTPConnection(*address, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException) as error:
        sys.stderr.write(f"nobody answers at {address}: {error}\n")
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    try:
        sys.exit(not alive(os.environ, Path(".env")))
    except SettingsError as error:
        sys.exit(str(error))
