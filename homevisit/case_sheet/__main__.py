"""``python -m homevisit.case_sheet --port N``: the case sheet on loopback."""

import argparse
import logging
import sys

import uvicorn

from casework.desk import open_desk
from casework.registry.vault import KeyUnusable
from homevisit.case_sheet.application import case_sheet


def run() -> None:
    """Serve the case sheet on 127.0.0.1 until SIGTERM; nobody outside this machine reaches it."""
    parser = argparse.ArgumentParser(prog="python -m homevisit.case_sheet", description="The case sheet, on loopback.")
    parser.add_argument("--port", type=int, default=4280)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        desk = open_desk()
    except KeyUnusable as error:
        sys.exit(str(error))
    # our own log knows paths as templates only; uvicorn's would write them out
    uvicorn.run(
        case_sheet(desk),
        host="127.0.0.1",
        port=arguments.port,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    run()
