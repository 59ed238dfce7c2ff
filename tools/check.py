#!/usr/bin/env python3
"""House checks that a compiler cannot make. Each prints file:line: what is wrong; closes with the line ./dev test adds up."""
import os
import re
import subprocess
import sys
import unicodedata

BANNED = {
    r"\b(strcpy|strcat|sprintf|gets|strtok|atoi|atol|atof|rand)\s*\(": "use Str, buf_fmt, str_int, getrandom",
    r"\b(malloc|calloc|realloc|free)\s*\(": "memory belongs to an arena",
    r"\btime\s*\(\s*(NULL|0)\s*\)": "the clock is c->now",
}
# wrappers of libraries, where the library's own memory and text are handled
MALLOC_HOMES = ("src/base/", "src/db/", "src/net/", "src/doc/", "src/cal/", "src/onestop/", "src/survey/", "src/insight/", "src/intake/lines.c", "src/score/score_shared.c", "tests/")


def c_files(ends=(".c", ".h")):
    for folder, _, names in os.walk("src"):
        for name in sorted(names):
            if name.endswith(ends):
                yield os.path.join(folder, name)


def code_only(text):
    """Comments and strings blanked, line ends kept."""
    def blank(m):
        return re.sub(r"[^\n]", " ", m[0])
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


def layers():
    allowed = {}
    for line in open("LAYERS", encoding="utf-8"):
        words = line.split("#")[0].split()
        if words:
            allowed[words[0]] = set(words[1:])
    for path in c_files():
        part = path.split("/")[1]
        if path.endswith(("_test.c", "_fuzz.c")):
            continue
        if part not in allowed:
            yield f"{path}:1: part {part} is not in LAYERS"
            continue
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            m = re.match(r'#include "([a-z0-9]+)/', line)
            if not m or m[1] in (part, "base", "text", "cal") or "*" in allowed[part]:
                continue
            web = re.search(r"_(web|cli|room)\.c$|_web\.h$|_view\.h$", path) and m[1] in ("web", "cli")
            if m[1] not in allowed[part] and not web:
                yield f"{path}:{number}: {part} may not include {m[1]}"


def banned():
    for path in c_files():
        text = code_only(open(path, encoding="utf-8").read())
        for number, line in enumerate(text.split("\n"), 1):
            for pattern, advice in BANNED.items():
                if ("malloc" in pattern or "time" in pattern) and path.startswith(MALLOC_HOMES):
                    continue
                if re.search(pattern, line):
                    yield f"{path}:{number}: {line.strip()}: {advice}"


def letters():
    """UTF-8, NFC, no invisible or bidirectional characters; identifiers are ASCII."""
    paths = subprocess.run(["git", "ls-files", "*.c", "*.h", "*.sql", "*.html", "*.md", "*.py", "*.css", "*.js", "*.csv", "*.po"],
                           capture_output=True, text=True, check=True).stdout.split("\n")
    for path in filter(None, paths):
        if path.startswith("fuzz/") or not os.path.exists(path):
            continue
        try:
            text = open(path, encoding="utf-8").read()
        except UnicodeDecodeError:
            yield f"{path}:1: not UTF-8"
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line):
                yield f"{path}:{number}: not NFC"
            if re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]", line):
                yield f"{path}:{number}: invisible character"
        if path.endswith((".c", ".h")):
            for number, line in enumerate(code_only(text).split("\n"), 1):
                if not line.isascii():
                    yield f"{path}:{number}: letter outside strings and comments"


def sizes():
    for path in c_files((".c",)):
        lines = open(path, encoding="utf-8").read().count("\n")
        if lines > 1000:
            yield f"{path}:1: {lines} lines; split at 1000"


def readmes():
    for part in sorted(os.listdir("src")):
        if part not in ("main",) and not os.path.exists(f"src/{part}/README.md"):
            yield f"src/{part}/README.md is missing"


def routes():
    """Every route and command of every room has a permission or a mode; asked of the program itself."""
    program = os.environ.get("THUOCDO", "build/thuocdo")
    import json
    d = json.loads(subprocess.run([program, "describe"], capture_output=True, text=True, check=True).stdout)
    perms = {p["name"]: p for r in d["rooms"] for p in r["permissions"]}
    for r in d["rooms"]:
        for t in r["routes"]:
            if t["permission"] not in perms:
                yield f"{r['name']}: {t['method']} {t['path']} has no listed permission “{t['permission']}”"
        for p in r["permissions"]:
            if not p["roles"]:
                yield f"{r['name']}: permission {p['name']} is given to nobody"


def messages():
    out = subprocess.run([sys.executable, "tools/messages.py", "--check"], capture_output=True, text=True)
    if out.returncode:
        yield from (out.stdout + out.stderr).strip().split("\n")[:40]


passed = failed = 0
for check in (layers, banned, letters, sizes, readmes, routes, messages):
    found = list(check())
    for line in found[:40]:
        print(line)
    print(f"{check.__name__}: {len(found)} found")
    passed += not found
    failed += bool(found)
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
