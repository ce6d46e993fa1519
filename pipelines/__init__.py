"""Dagster definitions and the ``gouji`` command."""
