"""The verbs of the command line: each reads arguments, calls a stage and prints its answer."""
