"""The look-up of the side panel against a floor, interleaved: throughput, latency, CPU, memory.

    python bench/lookup.py [--rows 10000000] [--rounds 5] [--seconds 3] [--connections 16]

Servers run on one core, the load generator on the other.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from lookup_data import ACCOUNTS, fill

from load import Round, load, memory_mib, percentile

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
PORT = 20_800
SMALL = 200_000


@dataclass
class Server:
    """A running server and its rounds. `ready` is seconds from start to ready."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    ready: float
    rounds: list[Round] = field(default_factory=list)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(30)


def start(name: str, port: int, command: list[str], environment: dict[str, str], path: str) -> Server:
    """Start `command` on the first core; returns when `path` is answered."""
    began = time.perf_counter()
    process = subprocess.Popen(["taskset", "-c", "0", *command], env={**os.environ, **environment})
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1).close()
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.01)
            continue
        break
    return Server(name, port, process, time.perf_counter() - began)


def deskside(*words: str, data: Path) -> str:
    """What a command of the product prints."""
    environment = {**os.environ, "DESKSIDE_DATA_DIR": str(data)}
    done = subprocess.run([str(BIN / "deskside"), *words], env=environment, check=True, capture_output=True)
    return done.stdout.decode().strip()


def ours(name: str, port: int, folder: Path, rows: int) -> tuple[Server, str]:
    """The product over a database with `rows` account rows, and a token for it."""
    deskside("migrate", data=folder)
    deskside(
        "user",
        "add",
        "bench",
        "--name",
        "Bench",
        "--role",
        "agent",
        "--password",
        "bench-bench-bench",
        data=folder,
    )
    fill(folder / "deskside.db", rows)
    token = deskside("token", "--user", "bench", "--scopes", "assist:read", data=folder)
    command = [str(BIN / "deskside"), "serve", "--port", str(port)]
    return start(name, port, command, {"DESKSIDE_DATA_DIR": str(folder)}, "/readyz"), token


def floor(port: int, database: Path, token: str, pieces: list[int]) -> Server:
    """The bare server beside it."""
    setup = json.dumps({"token": token, "database": str(database), "pieces": pieces})
    command = [str(BIN / "uvicorn"), "--app-dir", str(HERE), "floor_lookup:app", "--port", str(port)]
    command += ["--log-level", "error", "--no-access-log", "--loop", "uvloop", "--http", "httptools"]
    return start("floor", port, command, {"FLOOR_SETUP": setup}, "/")


def questions(token: str, port: int, count: int = 4_000) -> list[bytes]:
    """Requests for accounts of all kinds, every fifth with a number, every second with tags."""
    choose = random.Random(7)
    made = []
    for index in range(count):
        body = {
            "acct_id": choose.randrange(1, ACCOUNTS * 2),
            "market": choose.choice(["USCN", "CACN"]),
            "business": choose.choice(["BB", "AHC", "CP", "Prime", "MCN"]),
        }
        if index % 2:
            body["tags"] = choose.sample(["VIP", "GOLD", "RISK", "NEW"], 2)
        if index % 5 == 0:
            body["cn_num"] = str(13_000_000_000 + choose.randrange(200_000))
        text = json.dumps(body, separators=(",", ":")).encode()
        head = (
            f"POST /api/assist/lookup HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nauthorization: Bearer {token}\r\n"
        )
        made.append(f"{head}content-length: {len(text)}\r\n\r\n".encode() + text)
    return made


def sample_pieces(requests: list[bytes], port: int) -> list[int]:
    """Sizes of the pieces of a middling answer, for the floor to join."""
    answers = []
    for request in requests[:200]:
        head, body = request.split(b"\r\n\r\n", 1)
        token = head.split(b"Bearer ")[1].split(b"\r\n")[0].decode()
        call = urllib.request.Request(f"http://127.0.0.1:{port}/api/assist/lookup", data=body, method="POST")
        call.add_header("Authorization", f"Bearer {token}")
        answers.append(urllib.request.urlopen(call).read())
    size = sum(map(len, answers)) // len(answers)
    items = sum(len(json.loads(answer)["reminders"]) for answer in answers) // len(answers)
    return [size // items - 1] * items


def report(server: Server) -> None:
    """One line of figures."""
    latencies = [value for one in server.rounds for value in one.latencies]
    shares = "  ".join(
        f"p{int(s * 100)} {percentile(latencies, s) * 1000:6.2f} ms" for s in (0.5, 0.95, 0.99)
    )
    cpu = 1000 * sum(one.cpu for one in server.rounds) / len(latencies)
    rate = median(one.rate for one in server.rounds)
    failed = sum(one.failed for one in server.rounds)
    print(
        f"{server.name:>12}: {rate:7.0f}/s  {shares}  CPU {cpu:5.3f} s per 1,000  "
        f"memory {memory_mib(server.process.pid):4.0f} MiB  ready {server.ready:4.2f} s  failed {failed}"
    )


def ratio(one: Server, other: Server, share: float) -> float:
    """How the latency of `one` compares at `share`, over all rounds."""
    values = [[v for r in server.rounds for v in r.latencies] for server in (one, other)]
    return percentile(values[0], share) / percentile(values[1], share)


def main() -> None:
    """Set up, ask in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000, help="account rows of the large database")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run(Path(scratch), options)


def run(scratch: Path, options: argparse.Namespace) -> None:
    """The bench, in a scratch folder."""
    small, token = ours("ours 200k", PORT, scratch / "small", SMALL)
    large, large_token = ours(f"ours {options.rows // 1_000_000}M", PORT + 1, scratch / "large", options.rows)
    asked = {small.name: questions(token, PORT), large.name: questions(large_token, PORT + 1)}
    bare = floor(PORT + 2, scratch / "small" / "deskside.db", token, sample_pieces(asked[small.name], PORT))
    asked[bare.name] = asked[small.name]
    servers = [small, bare, large]
    try:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        for turn in range(options.rounds + 1):
            for server in servers:
                one = load(
                    server.port,
                    server.process.pid,
                    asked[server.name],
                    seconds=options.seconds,
                    connections=options.connections,
                )
                if turn:
                    server.rounds.append(one)
        for server in servers:
            report(server)
        rates = median(a.rate / b.rate for a, b in zip(small.rounds, bare.rounds, strict=True))
        print(f"ours / floor: throughput {rates:.2f}, p99 {ratio(small, bare, 0.99):.2f}")
        print(f"{large.name} / {small.name}: p50 {ratio(large, small, 0.5):.2f}")
    finally:
        for server in servers:
            server.stop()


if __name__ == "__main__":
    main()
