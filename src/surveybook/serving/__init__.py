"""The preview: ``surveybook serve`` builds what changes and shows it.

It must not know the command line.
"""
