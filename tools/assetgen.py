#!/usr/bin/env python3
"""Embed assets/: raw, gzip and (where the brotli program is there) brotli, with content-hash addresses.

    assetgen.py OUT.c FILE …
"""
import gzip
import hashlib
import os
import shutil
import subprocess
import sys

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
         ".png": "image/png", ".woff2": "font/woff2", ".ico": "image/x-icon"}


def packed(raw):
    yield "gz", gzip.compress(raw, 9, mtime=0)
    if shutil.which("brotli"):
        yield "br", subprocess.run(["brotli", "-q", "11", "-c"], input=raw, capture_output=True, check=True).stdout


def main(out, *paths):
    folder = os.path.abspath(os.path.splitext(out)[0] + ".d")
    os.makedirs(folder, exist_ok=True)
    asm, table, decls = [], [], []
    for i, path in enumerate(sorted(paths)):
        stem, ext = os.path.splitext(os.path.basename(path))
        if ext not in TYPES:
            continue
        with open(path, "rb") as f:
            raw = f.read()
        digest = hashlib.sha256(raw).hexdigest()[:16]
        forms = {"raw": raw}
        forms.update({k: v for k, v in packed(raw) if len(v) < len(raw)})
        cells = []
        for kind in ("raw", "gz", "br"):
            if kind not in forms:
                cells.append("{ 0 }")
                continue
            name, symbol = os.path.join(folder, f"{stem}{ext}.{kind}"), f"asset_{i}_{kind}"
            with open(name, "wb") as f:
                f.write(forms[kind])
            asm.append(f'    ".global {symbol}\\n.balign 16\\n{symbol}: .incbin \\"{name}\\"\\n"')
            decls.append(f"extern const char {symbol}[];")
            cells.append(f"{{ {symbol}, {len(forms[kind])} }}")
        table.append(f'    {{ "{stem}{ext}", "/assets/{stem}.{digest}{ext}", "{digest}", "{TYPES[ext]}", {", ".join(cells)} }},')
    with open(out, "w", encoding="utf-8") as f:
        f.write("\n".join(['/* Made by tools/assetgen.py from assets/. */', '#include "web/asset.h"', "",
                           '__asm__(".section .rodata\\n"', *asm, '    ".byte 0\\n.previous\\n");', *decls, "",
                           "const Asset all_assets[] = {", *table, "    { 0 },", "};", ""]))


if __name__ == "__main__":
    main(*sys.argv[1:])
