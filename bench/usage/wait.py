"""Runs a program and writes what it took: `wait.py FILE PROGRAM [ARGUMENT …]` writes `user system kibibytes` into FILE."""

import os
import sys

path, *command = sys.argv[1:]
_, status, usage = os.wait4(os.posix_spawnp(command[0], command, os.environ), 0)
peak = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
with open(path, "w") as file:
    file.write(f"{usage.ru_utime} {usage.ru_stime} {peak}\n")
sys.exit(os.waitstatus_to_exitcode(status) and 1)
