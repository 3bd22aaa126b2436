"""Adds up the reports of all suites and ends with one plain line: N passed, N failed, N skipped.

Usage: summary.py [--quick] ROOT REPORTS [--failed SUITE]...
Exit code 1 when something failed, 3 when a test was skipped or a suite left no report, else 0.
"""

import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def java_cases(root, quick):
    """(name, state, reason) of every case in the surefire reports; -Dquick has a folder of its own, see pom.xml."""
    folder = "target/quick" if quick else "target"
    for report in sorted(root.glob(f"*/{folder}/surefire-reports/TEST-*.xml")):
        for case in ET.parse(report).getroot().iter("testcase"):
            name = f"{case.get('classname')}.{case.get('name')}"
            problem = case.find("failure") if case.find("failure") is not None else case.find("error")
            skipped = case.find("skipped")
            if problem is not None:
                yield name, "failed", first_line(problem.get("message"))
            elif skipped is not None:
                yield name, "skipped", first_line(skipped.get("message"))
            else:
                yield name, "passed", ""


def json_cases(report):
    """The same from a JSON report in vitest's form."""
    states = {"passed": "passed", "failed": "failed"}
    for suite in json.loads(report.read_text())["testResults"]:
        cases = suite["assertionResults"]
        if not cases and suite.get("status") == "failed":
            yield suite["name"], "failed", first_line(suite.get("message"))
        for case in cases:
            state = states.get(case["status"], "skipped")
            yield case["fullName"], state, first_line(" ".join(case.get("failureMessages") or []))


def first_line(text):
    return (text or "").strip().split("\n")[0][:300]


def suites(root, reports, quick):
    yield "Java", list(java_cases(root, quick))
    names = {"front-end": "TypeScript"} if quick else {"front-end": "TypeScript", "browser": "Browser"}
    for name, title in names.items():
        report = reports / f"{name}.json"
        yield title, list(json_cases(report)) if report.is_file() else []


def main(arguments):
    quick = "--quick" in arguments
    plain = [a for a in arguments if a != "--quick"]
    broken = [plain[i + 1] for i, a in enumerate(plain) if a == "--failed"]
    total = {"passed": 0, "failed": 0, "skipped": 0}
    absent = []
    for title, cases in suites(Path(plain[0]), Path(plain[1]), quick):
        count = {state: sum(1 for case in cases if case[1] == state) for state in total}
        for name, state, reason in cases:
            if state != "passed":
                print(f"  {state}: {name}{': ' + reason if reason else ''}")
        print(f"{title}: {count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
        if not cases:
            absent.append(title)
        for state in total:
            total[state] += count[state]
    # A suite that broke without a failed case (formatting, compilation, a crash) counts as one failure.
    if broken and total["failed"] == 0:
        total["failed"] = len(broken)
        print(f"  failed outside a test: {', '.join(broken)} (the log is in build/logs)")
    for title in absent:
        print(f"  did not run: {title}")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    if total["failed"]:
        return 1
    return 3 if absent or total["skipped"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
