"""The policy's data model: frozen, closed, and free of Sphinx; one module per part."""
