"""Alerts: a failed run says so, on the console and to the command a person has named."""

import logging
import os
import shlex
import subprocess

import dagster as dg

ALERT_COMMAND_VARIABLE = "GOUJI_ALERT_COMMAND"
"""A command that gets each alert on its standard input, as ``mail -s gouji operator@example.org``."""

_ALERT_SECONDS = 60
_log = logging.getLogger("gouji.alerts")


def alert(text: str) -> None:
    """Log ``text`` as an error and hand it to the alert command, if one is named; a broken command is logged, too."""
    _log.error("%s", text)
    command = os.environ.get(ALERT_COMMAND_VARIABLE)
    if not command:
        return
    try:
        subprocess.run(shlex.split(command), input=text, text=True, timeout=_ALERT_SECONDS, check=True)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        _log.error("the alert command failed: %s", error)


@dg.run_failure_sensor(
    name="alert_on_failure", description="Say on the console (and by GOUJI_ALERT_COMMAND) that a run failed."
)
def alert_on_failure(context: dg.RunFailureSensorContext) -> None:
    """Alert for every failed run."""
    run = context.dagster_run
    alert(f"gouji: {run.job_name} {run.tags.get('dagster/partition', '')} failed: {context.failure_event.message}")
