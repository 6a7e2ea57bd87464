"""From sources to site: digest, execute, run Sphinx, look at the result, publish."""
