#!/usr/bin/env python3
"""Compares the losses of Graft and PyTorch: compare.py RESULTS. Prints a table; fails where they differ by more than 1e-4."""
import json, os, sys

folder, worst = sys.argv[1], 0.0
print("| program | optimizer | steps | Graft | PyTorch | difference |\n|---|---|---|---|---|---|")
for program in ("classifier", "mlp"):
    graft, torch = (json.load(open(os.path.join(folder, f"losses-{who}-{program}.json")))["losses"] for who in ("graft", "torch"))
    for optimizer, losses in graft.items():
        a, b = losses[-1], torch[optimizer][-1]
        worst = max(worst, abs(a - b))
        print(f"| {program} | {optimizer} | {len(losses) - 1} | {a:.6f} | {b:.6f} | {abs(a - b):.1e} |")
print(f"\nThe greatest difference is {worst:.1e}; 1e-4 is allowed.")
sys.exit(0 if worst <= 1e-4 else 1)
