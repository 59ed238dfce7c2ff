#!/usr/bin/env python3
"""List the files below src/ that the build knows what to do with, one a line, sorted."""
import os

for folder, folders, files in os.walk("src"):
    folders.sort()
    for name in sorted(files):
        if name.endswith((".c", ".sql", ".html")):
            print(os.path.join(folder, name))
