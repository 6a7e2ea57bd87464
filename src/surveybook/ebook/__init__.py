"""The printed book for electronic readers: its pages as XHTML in one EPUB file.

It must not know how and when builds are run.
"""
