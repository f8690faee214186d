"""Zhiyin's implicit ALS beside Spark's, implicit's and RankSys': the same pairs, factors, passes and threads, one run.

Everybody is a process of its own that reads the pairs, trains, makes the first k of everybody and writes them; what
it takes in seconds, CPU seconds and memory stands beside what its lists or vectors are worth, judged by one program.
"""
import argparse
import datetime
import os
import platform
import shlex
import signal
import subprocess
import sys
import time
from collections import namedtuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import scipy.sparse as sp

import judge
import page
from contestants import Implicit, Ours, Outcome, RankSys, Spark, Task

HELD_OUT_PEOPLE = 20_000
Pairs = namedtuple("Pairs", "people items")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, prog="bench/rivals.sh scale")
    for name in ("--home", "--cache", "--data", "--out"):
        parser.add_argument(name, required=True, help=argparse.SUPPRESS if name in ("--home", "--cache") else None)
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=2_000)
    parser.add_argument("--interactions", type=int, default=3_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", help="Case E's pairs from this Parquet file (person, item) instead")
    parser.add_argument("--sets", default="case-e,mooccubex,gowalla")
    parser.add_argument("--rivals", default="ours,implicit,spark,ranksys")
    parser.add_argument("--factors", type=int, default=64)
    parser.add_argument("--iterations", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, default=360, help="seconds after which a rival is stopped")
    parser.add_argument("--heap", default="6g", help="of Spark's and RankSys' JVM")
    parser.add_argument("--blocks", type=int, default=4, help="Spark's")
    parser.add_argument("--solver", default="", help="ours; its default where not given")
    parser.add_argument("--penalty-implicit", type=float, default=300)
    parser.add_argument("--penalty-spark", type=float, default=3)
    parser.add_argument("--penalty-ranksys", type=float, default=300)
    parser.add_argument("--ranksys-people", type=int, default=10_000, help="to how many RankSys recommends")
    parser.add_argument("--append", action="store_true", help="puts the tables behind those of the page that is there")
    return parser.parse_args()


def adjacency(path):
    people, items = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            numbers = [int(n) for n in line.split()]
            people += numbers[:1] * (len(numbers) - 1)
            items += numbers[1:]
    return Pairs(np.array(people), np.array(items))


def case_e(given):
    """Pairs as `lab scale` makes them, and one of each of some people that nobody gets to see."""
    path = given.pairs
    if not path:
        path = os.path.join(given.cache, f"pairs-{given.users}-{given.items}-{given.interactions}-{given.seed}.parquet")
        if not os.path.exists(path):
            subprocess.run([os.path.join(given.home, "zhiyin"), "lab", "scale", "--users", str(given.users), "--items",
                            str(given.items), "--interactions", str(given.interactions), "--seed", str(given.seed),
                            "--factors", "2", "--iterations", "1", "--top", "1", "--data", path, "--json"],
                           check=True, stdout=subprocess.DEVNULL)
    table = pq.read_table(path, columns=["person", "item"])
    pairs = Pairs(table["person"].to_numpy(), table["item"].to_numpy())
    rng = np.random.default_rng(given.seed)
    ids, row, counts = np.unique(pairs.people, return_inverse=True, return_counts=True)
    often = np.flatnonzero(counts >= 5)
    chosen = np.zeros(len(ids), dtype=bool)
    chosen[rng.choice(often, min(HELD_OUT_PEOPLE, len(often)), replace=False)] = True
    order = rng.permutation(len(row))
    order = order[chosen[row[order]]]
    first = order[np.unique(row[order], return_index=True)[1]]
    kept = np.ones(len(row), dtype=bool)
    kept[first] = False
    return Pairs(pairs.people[kept], pairs.items[kept]), Pairs(pairs.people[first], pairs.items[first])


def mooccubex(given):
    folder = os.path.join(given.data, "mooccubex")
    return adjacency(os.path.join(folder, "train.txt")), adjacency(os.path.join(folder, "test.txt"))


def gowalla(given):
    folder = os.path.join(given.data, "gowalla")
    train = np.loadtxt(os.path.join(folder, "train.tsv"), dtype=np.int64, delimiter="\t")
    return Pairs(train[:, 0], train[:, 1]), adjacency(os.path.join(folder, "test.txt"))


def renumbered(train, test):
    """Numbers from 0 for everybody and everything of the train part; held-out items that it lacks come behind."""
    people = np.unique(train.people)
    items = np.unique(train.items)
    strange = np.setdiff1d(test.items, items)
    known = np.isin(test.people, people)
    number = {int(item): n for n, item in enumerate(np.concatenate([items, strange]))}
    wanted = np.array([number[int(item)] for item in test.items[known]])
    return (Pairs(np.searchsorted(people, train.people), np.searchsorted(items, train.items)),
            Pairs(np.searchsorted(people, test.people[known]), wanted), len(people), len(items), len(strange))


def ready(given, name):
    """The files that everybody reads, and what the judge knows."""
    train, test = {"case-e": case_e, "mooccubex": mooccubex, "gowalla": gowalla}[name](given)
    train, test, people, items, strange = renumbered(train, test)
    folder = os.path.join(given.cache, "work", f"case-e-{given.users}-{given.seed}" if name == "case-e" else name)
    os.makedirs(folder, exist_ok=True)
    table = pa.table({"person": train.people.astype(np.int64), "item": train.items.astype(np.int64)})
    files = [os.path.join(folder, end) for end in ("train.parquet", "train.csv")]
    pq.write_table(table, files[0])
    np.savetxt(files[1], np.column_stack(train), fmt="%d", delimiter=",")
    taken = sp.csr_matrix((np.ones(len(train.people), dtype=np.float32), train), shape=(people, items))
    wanted = sp.csr_matrix((np.ones(len(test.people), dtype=np.float32), test), shape=(people, items + strange))
    task = Task(name, *files, people, items, taken.nnz, 10 if name == "case-e" else 20, given.factors,
                given.iterations, given.threads)
    return task, taken, wanted, folder


def call(contestant, task, folder, limit):
    """Runs one of them; the memory is the largest peak of its processes, see peak_gb."""
    out = os.path.join(folder, type(contestant).__name__.lower())
    os.makedirs(out, exist_ok=True)
    command, variables = contestant.command(task, out)
    shown = " ".join([f"{key}={value}" for key, value in variables.items()] + [shlex.quote(part) for part in command])
    outcome = Outcome(contestant.name, shown)
    with open(os.path.join(out, "stdout"), "w+", encoding="utf-8") as stdout, \
            open(os.path.join(out, "stderr"), "w+", encoding="utf-8") as stderr:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr, env=os.environ | variables,
                                   start_new_session=True)
        try:
            status, outcome.rss_gb = waited(process, start + limit)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        outcome.whole_seconds = time.perf_counter() - start
        stdout.seek(0)
        text = stdout.read()
        stderr.seek(0)
        complaints = stderr.read().strip().splitlines()
    if outcome.whole_seconds >= limit:
        outcome.failure = f"stopped after {limit} s"
    elif status != 0:
        outcome.failure = (complaints or ["exit status " + str(status)])[-1][:160]
    if outcome.failure:
        return outcome
    contestant.read(outcome, text, out, task)
    return outcome


def waited(process, deadline):
    """The exit status and the peak of memory in GB."""
    peak = 0
    while True:
        peak = max(peak, peak_gb(process.pid))
        pid, status = os.waitpid(process.pid, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status), peak
        if time.perf_counter() > deadline:
            # Its own session: the launcher's JVM goes with it.
            os.killpg(process.pid, signal.SIGKILL)
            deadline = float("inf")
        time.sleep(0.05)


def peak_gb(session):
    """The largest high-water mark among a session's processes, as the kernel counts it. What wait4 tells instead is
    never less than what this program itself had when it started them."""
    peak = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.getsid(int(pid)) == session:
                with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
                    peak = max(peak, *(int(line.split()[1]) for line in status if line.startswith("VmHWM")), 0)
        except (OSError, ProcessLookupError):
            pass  # It ended meanwhile.
    return peak / 1e6


def judged(outcome, task, taken, wanted):
    """recall@10, for longer lists recall@20 too, and the loss where there are vectors."""
    people = np.flatnonzero(np.diff(wanted.indptr))
    found = {}
    if outcome.vectors is not None:
        lists = judge.lists_of_vectors(outcome.vectors, taken, people, task.k)
        found["loss"] = judge.loss(outcome.vectors, taken, task.unobserved)
    else:
        lists = outcome.lists[people]
        if "fitLoss" in outcome.told:
            found["loss"] = np.atleast_1d(outcome.told["fitLoss"])[-1] / task.pairs
    for k in {10, task.k}:
        found[f"recall@{k}"] = judge.recall(lists, people, wanted, k)
    return found


def main():
    given = arguments()
    everybody = {
        "ours": lambda: Ours(given.home, given.solver),
        "implicit": lambda: Implicit(given.home, sys.executable, given.penalty_implicit),
        "spark": lambda: Spark(given.home, given.cache, given.heap, given.penalty_spark, given.blocks),
        "ranksys": lambda: RankSys(given.home, given.cache, given.heap, given.penalty_ranksys, given.ranksys_people),
    }
    contestants = [everybody[name]() for name in given.rivals.split(",")]
    for contestant in contestants:
        contestant.prepare()
    sections = []
    for name in given.sets.split(","):
        task, taken, wanted, folder = ready(given, name)
        rows = []
        for contestant in contestants:
            outcome = call(contestant, task, folder, given.limit)
            quality = {} if outcome.failure else judged(outcome, task, taken, wanted)
            outcome.lists = outcome.vectors = None
            rows.append((outcome, quality))
            print(page.line(task, outcome, quality), file=sys.stderr, flush=True)
        sections.append(page.section(task, rows, given))
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    page.write(given.out, sections, machine, datetime.date.today().isoformat(), given.append)


if __name__ == "__main__":
    main()
