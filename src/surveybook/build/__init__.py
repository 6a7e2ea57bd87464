"""From sources to site and print: digest, execute, run Sphinx, inspect the result, publish.

It must not know the commands.
"""
