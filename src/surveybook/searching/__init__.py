"""The commands by which works are found: lists are recorded, searches run, what waits is screened.

It must not know how a command line is read, nor what chapters show of the works.
"""
