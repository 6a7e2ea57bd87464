"""What other programs export (BibTeX, CSL-JSON, RIS, PubMed, EndNote) read into records.

It must not know the catalog.
"""
