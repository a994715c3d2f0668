"""tap.py - runs tests one after the other and prints a line of TAP for each; what fails does not stop the others."""

import sys


class Skip(Exception):
    """A reader that is not installed here."""


def main(tests):
    failed = 0
    for test in tests:
        try:
            test()
            print("ok -", test.__name__.replace("_", " "))
        except Skip as why:
            print("ok -", test.__name__.replace("_", " "), "# SKIP", why)
        except Exception as fault:  # a client may fail in any way; the other clients are still tried
            failed += 1
            print("not ok -", test.__name__.replace("_", " "))
            for line in (str(fault) or repr(fault)).splitlines()[:10]:
                print("#", line)
    sys.exit(failed > 0)
