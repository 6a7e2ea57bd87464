"""What contributors do to the book: format it, add works and chapters, compare, import.

It must not know the command line.
"""
