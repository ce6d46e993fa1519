"""Printed tables and sentences become typed records: amounts, codes, labels, line items, claims, entities."""
