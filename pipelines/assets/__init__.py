"""The asset graph: publishers → documents → pages → records → candidate warehouse → checks → published file."""
