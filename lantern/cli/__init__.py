"""The command ``lantern`` for editors and operators; one verb a file, each a face of plain functions."""
