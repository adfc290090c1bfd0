"""Runs aws commands one after the other in one process, through the entry point of the program itself.

Reads a line of JSON a command, {"words": [...], "save": name or null}, and writes one with its status and what it printed. A
word {name} stands for what the command that was saved under that name printed.
"""
import contextlib
import io
import json
import sys

import awscli.clidriver


def run(words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = awscli.clidriver.create_clidriver().main(words)
        except SystemExit as end:
            status = end.code
    return {"status": status, "out": out.getvalue(), "err": err.getvalue()}


saved = {}
for line in sys.stdin:
    command = json.loads(line)
    words = command["words"]
    for name, value in saved.items():
        words = [word.replace("{" + name + "}", value) for word in words]
    answer = run(words)
    if command["save"]:
        saved[command["save"]] = answer["out"].strip()
    print(json.dumps(answer), file=sys.__stdout__, flush=True)
