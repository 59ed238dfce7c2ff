#!/usr/bin/env python3
"""Embed whole files in the program as a table of names and bytes (src/base/embedded.h): embed.py TABLE OUT.c FILE …"""
import os
import sys


def main(table, out, *paths):
    asm, decls, rows = [], [], []
    for i, path in enumerate(sorted(paths)):
        symbol = f"{table}_{i}"
        asm.append(f'    ".global {symbol}\\n{symbol}: .incbin \\"{os.path.abspath(path)}\\"\\n"')
        decls.append(f"extern const char {symbol}[];")
        rows.append(f'    {{ "{os.path.basename(path)}", {symbol}, {os.path.getsize(path)} }},')
    with open(out, "w", encoding="utf-8") as f:
        f.write("\n".join(["/* Made by tools/embed.py. */", '#include "base/embedded.h"', "",
                           '__asm__(".section .rodata\\n"', *asm, '    ".byte 0\\n.previous\\n");', *decls, "",
                           f"const Embedded {table}[] = {{", *rows, "    { 0 },", "};", ""]))


if __name__ == "__main__":
    main(*sys.argv[1:])
