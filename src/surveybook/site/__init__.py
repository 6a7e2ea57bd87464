"""The HTML side of Sphinx: nodes, entry pages, search, metadata, scripts, templates.

It must not know how and when builds are run.
"""
