"""What contributors do to the book: format it, add works and chapters, compare, import."""
