"""The star schema, declared once; loading, publishing, marts, exports and the reference code lists."""
