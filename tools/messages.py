#!/usr/bin/env python3
"""Which Vietnamese sentences lack English.

    messages.py --check        list them with their places; exit 1 when there are any
    messages.py --missing      print them as entries for po/en.po
"""
import ast
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import htmlgen
import pogen

STRING = r'"(?:[^"\\]|\\.)*"'
MARK = re.compile(r'\bT\(\s*(' + STRING + r'(?:\s*' + STRING + r')*)\s*\)', re.S)


def c_string(literals):
    return "".join(ast.literal_eval(s) for s in re.findall(STRING, literals, re.S))


def wanted():
    """text → place where it first stands."""
    out = {}
    for folder, folders, files in os.walk("src"):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(folder, name)
            if name.endswith((".c", ".h")) and not name.endswith(("_test.c", "_fuzz.c")):
                source = open(path, encoding="utf-8").read()
                source = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group(0)), source, flags=re.S)
                for m in MARK.finditer(source):
                    out.setdefault(c_string(m.group(1)), f"{path}:{source.count(chr(10), 0, m.start()) + 1}")
            elif name.endswith(".html"):
                for line, text in htmlgen.compiled(path).messages:
                    out.setdefault(text, f"{path}:{line}")
    return out


def quoted(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main(verb):
    have = pogen.catalogue("po/en.po")
    missing = {text: place for text, place in wanted().items() if text not in have and htmlgen.has_words(text)}
    for text, place in missing.items():
        if verb == "--missing":
            print(f"#: {place}\nmsgid {quoted(text)}\nmsgstr \"\"\n")
        else:
            print(f"{place}: no English for “{text}”")
    if verb == "--check":
        print(f"{len(missing)} messages without English")
        return 1 if missing else 0
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("--check", "--missing"):
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1]))
