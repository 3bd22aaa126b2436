"""The loop of the benchmarks' Python side: a line of JSON in (the call's name and its arguments), a line out."""
import json
import os
import sys
import traceback

calls = {}


def call(function):
    """Makes a function one that may be called by its name."""
    calls[function.__name__] = function
    return function


def serve():
    # What a library prints must not stand among the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": calls[request["call"]](**request["arguments"])}
        except Exception:
            answer = {"error": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
