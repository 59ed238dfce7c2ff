#!/usr/bin/env python3
"""Reading measured against hand-labelled documents: precision and recall per kind.

    tests/gold_check.py [PROGRAM] [SHARED_DIR]

Runs `intake read --json` over the seeds of the labelled documents and prints what the scorer beside the labels says.
Without the folder of real facts it says so and ends with 0.
"""
import json, pathlib, subprocess, sys, tempfile

here = pathlib.Path(__file__).resolve().parent.parent
program = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "build" / "thuocdo"
shared = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else here.parent / "shared"
gold = shared / "gold"
if not gold.is_dir():
    print("gold_check: no labelled documents here, skipped")
    sys.exit(0)

failed = 0
with tempfile.TemporaryDirectory() as out:
    for label in sorted(gold.glob("*.json")):
        seed = shared / "seeds" / json.loads(label.read_text(encoding="utf-8"))["seed"]
        run = subprocess.run([program, "intake", "read", seed, "--json"], capture_output=True)
        failed |= run.returncode
        if run.returncode:
            print(run.stderr.decode(), file=sys.stderr)
        else:
            pathlib.Path(out, label.name).write_bytes(run.stdout)
    # Calling the scorer as a program: its module keeps no promise to importers.
    done = subprocess.run([sys.executable, gold / "score.py", "--all", gold, out, "--json"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    everything = list(json.loads(done.stdout).items())[-1][1]

print("%-48s %9s %9s %9s" % ("reading against labels", "precision", "recall", "F1"))
for kind, m in everything.items():
    if m.get("gold"):
        print("%-48s %9.3f %9.3f %9.3f" % (kind, m["precision"] or 0, m["recall"] or 0, m["f1"] or 0))
    elif m.get("of"):
        print("%-48s %29.3f" % (kind, m["accuracy"]))
sys.exit(1 if failed else 0)
