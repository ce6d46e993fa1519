"""Identities and rules as data, the SQL they compile to, Great Expectations suites, findings and root causes."""
