"""Open polls for changes: how late 500 of them hear of a tick, and what they cost in threads and memory.

python bench/changes.py [--polls 500] [--rounds 10]
"""

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

BIN = Path(sys.executable).parent
PORT = 20_860
BASE = f"http://127.0.0.1:{PORT}"
ACCOUNT = 1001
Headers = dict[str, str]


def call(method: str, path: str, headers: Headers, body: object = None) -> dict[str, object]:
    """One answer of the server as JSON."""
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(
        BASE + path, data, {**headers, "Content-Type": "application/json"}, method=method
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        found: dict[str, object] = json.load(answer)
        return found


async def poll(path: str, headers: Headers) -> float:
    """One open poll; when it was answered (seconds, monotonic)."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    lines = [f"GET {path} HTTP/1.1", "host: bench", *(f"{name}: {value}" for name, value in headers.items())]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    assert b" 200 " in await reader.readline()
    at = time.monotonic()
    writer.close()
    return at


async def one_round(
    polls: int, headers: Headers, tick: str, *, done: bool, version: int, process: int
) -> str:
    """Open the polls, tick, and say how late each was."""
    changes = f"/api/assist/changes?acct_id={ACCOUNT}"
    seen = (await asyncio.to_thread(call, "GET", changes, headers))["revision"]
    waiting = [asyncio.ensure_future(poll(f"{changes}&since={seen}", headers)) for _ in range(polls)]
    # not in step with the thread that reads the log
    await asyncio.sleep(1 + random.random() / 2)
    cost = await asyncio.to_thread(cost_of, process)
    await asyncio.to_thread(call, "PUT", tick, headers, {"done": done, "version": version})
    ticked = time.monotonic()
    late = sorted(at - ticked for at in await asyncio.gather(*waiting))
    return f"median {median(late) * 1000:.0f} ms, last {late[-1] * 1000:.0f} ms, {cost}"


def cost_of(process: int) -> str:
    """Threads and memory of the server."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    threads, memory = (re.findall(rf"{name}:\s+(\d+)", status)[0] for name in ("Threads", "VmRSS"))
    return f"{threads} threads, {int(memory) // 1024} MiB"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--polls", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=10)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DESKSIDE_DATA_DIR": folder}
        program = [str(BIN / "deskside")]
        subprocess.run([*program, "migrate"], env=environment, check=True, capture_output=True)
        person = ["user", "add", "boss", "--role", "admin", "--password", "a long password"]
        subprocess.run([*program, *person], env=environment, check=True, capture_output=True)
        scopes = "assist:read,assist:tick,assist:manage"
        made = subprocess.run(
            [*program, "token", "--user", "boss", "--scopes", scopes],
            env=environment,
            check=True,
            capture_output=True,
        )
        headers = {"Authorization": f"Bearer {made.stdout.decode().strip()}"}
        serve = [*program, "serve", "--no-worker", "--port", str(PORT)]
        process = subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE)
        try:
            assert process.stdout is not None
            process.stdout.readline()
            asyncio.run(measure(wanted.polls, wanted.rounds, headers, process.pid))
        finally:
            process.terminate()
            process.wait(30)


async def measure(polls: int, rounds: int, headers: Headers, process: int) -> None:
    """Tick and untick one reminder, a round each."""
    body = {"title": "bench", "content": "bench", "is_global": True, "is_all_business": True}
    reminder = call("POST", "/api/assist/reminders", headers, body | {"recurrent_interval": 7})["id"]
    tick = f"/api/assist/ticks/{ACCOUNT}/{reminder}"
    print(f"{polls} open polls")
    await asyncio.sleep(1)  # until every part of the server has seen the new reminder
    for number in range(rounds):
        told = await one_round(polls, headers, tick, done=number % 2 == 0, version=number, process=process)
        print(f"round {number + 1}: {told}")


if __name__ == "__main__":
    main()
