#!/usr/bin/env python3
"""Compile po/en.po into C: tr() and tr_str(), a hash table of Vietnamese sentences and their English.

    pogen.py PO OUT.c

Refuses a translation whose printf conversions or {holes} differ from the original's.
"""
import ast
import re
import sys


def entries(path):
    """(line, msgid, msgstr) of a .po file; strings may go on over lines."""
    out, field, cur, line = [], None, {}, 0

    def close():
        if cur.get("msgid"):
            out.append((cur["line"], cur["msgid"], cur.get("msgstr", "")))

    for n, text in enumerate(open(path, encoding="utf-8"), 1):
        text = text.strip()
        m = re.match(r'(msgid|msgstr)\s+(".*")\Z', text)
        if m:
            if m.group(1) == "msgid":
                close()
                cur = {"line": n}
            field = m.group(1)
            cur[field] = unquote(m.group(2), path, n)
        elif text.startswith('"') and field:
            cur[field] += unquote(text, path, n)
        elif text and not text.startswith("#"):
            raise SystemExit(f"{path}:{n}: not understood: {text[:40]}")
    close()
    return out


def unquote(s, path, n):
    try:
        return ast.literal_eval(s)
    except (SyntaxError, ValueError):
        raise SystemExit(f"{path}:{n}: a string does not end")


def holes(s):
    """What a translation must keep: printf conversions in order, numbered holes in any order."""
    return re.findall(r"%[-+ #0]*[0-9.*]*(?:hh|h|ll|l|z|j)?[diouxXcsp%]", s), sorted(re.findall(r"\{\d+\}", s))


def catalogue(path):
    table = {}
    for line, vi, en in entries(path):
        if not en:
            continue
        if holes(vi) != holes(en):
            raise SystemExit(f"{path}:{line}: the English has other % conversions or {{holes}} than “{vi}”")
        if vi in table and table[vi] != en:
            print(f"{path}:{line}: warning: “{vi}” has two translations; the first holds", file=sys.stderr)
        table.setdefault(vi, en)
    return table


def fnv(data):
    h = 0xcbf29ce484222325
    for b in data:
        h = ((h ^ b) * 0x100000001b3) & 0xffffffffffffffff
    return h


def c_text(s):
    out = []
    for ch in s:
        out.append({"\\": "\\\\", '"': '\\"', "\n": "\\n", "?": "\\077"}.get(ch, ch))
    return '"' + "".join(out) + '"'


CODE = """
const char *tr(Lang lang, const char *vi)
{
    const Entry *e;

    if (lang != LANG_EN || !vi)
        return vi;
    e = find(str_of(vi));
    return e ? e->en : vi;
}

Str tr_str(Lang lang, Str vi)
{
    const Entry *e = lang == LANG_EN ? find(vi) : NULL;

    return e ? str_of(e->en) : vi;
}
"""


def main(po, out):
    table = catalogue(po)
    size = 16
    while size < len(table) * 2:
        size *= 2
    slots = [None] * size
    for vi in table:
        at = fnv(vi.encode()) % size
        while slots[at] is not None:
            at = (at + 1) % size
        slots[at] = vi
    lines = ["/* Made by tools/pogen.py from po/en.po. */", '#include "base/err.h"', "",
             "typedef struct Entry {", "    const char *vi, *en;", "} Entry;", "",
             f"enum {{ SLOTS = {size} }};", "static const Entry slots[SLOTS] = {"]
    lines += [f"    [{i}] = {{ {c_text(vi)}, {c_text(table[vi])} }}," for i, vi in enumerate(slots) if vi is not None]
    lines += ["};", "", "static const Entry *find(Str vi)", "{", "    uint64_t h = 0xcbf29ce484222325u;", "",
              "    for (size_t i = 0; i < vi.n; i++)", "        h = (h ^ (uint8_t)vi.p[i]) * 0x100000001b3u;",
              "    for (size_t at = h % SLOTS; slots[at].vi; at = (at + 1) % SLOTS)",
              "        if (str_eq(str_of(slots[at].vi), vi))", "            return &slots[at];", "    return NULL;", "}"]
    with open(out, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + CODE)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
