#!/usr/bin/env python3
"""Name every class in a page template that assets/app.css and assets/app.js do not know: a typing slip, or a new
component that belongs in docs/design/README.md first. Exit 1 when there is one."""
import glob
import re
import sys

with open("assets/app.css", encoding="utf-8") as f:
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)))
bad = 0
for path in sorted(glob.glob("src/**/pages/*.html", recursive=True)) + ["tests/gallery.html"]:
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            for value in re.findall(r'class="([^"]*)"', line):
                literal = re.sub(r"[\w-]*(\{\{.*?\}\}|\{%.*?%\})[\w-]*", " ", value)     # made by a value: not checked
                for name in literal.split():
                    if name not in known and name not in ("tree", "plot"):
                        print(f"{path}:{number}: class “{name}” is not in assets/app.css")
                        bad = 1
sys.exit(bad)
