"""The book while it is written: ``surveybook serve`` builds what changes and shows it."""
