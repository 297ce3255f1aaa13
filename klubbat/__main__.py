"""`python -m klubbat` is `klubbat`."""

from klubbat.cli import main

main()
