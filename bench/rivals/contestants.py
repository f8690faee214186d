"""How each rival of `scale.py` is made ready and called, and how its phases and what it leaves are read back."""
import json
import os
import subprocess
import zipfile
from dataclasses import dataclass, field

import numpy as np
import pyarrow.parquet as pq

OPENS = ["java.base/java.lang", "java.base/java.lang.invoke", "java.base/java.lang.reflect", "java.base/java.io",
         "java.base/java.net", "java.base/java.nio", "java.base/java.util", "java.base/java.util.concurrent",
         "java.base/java.util.concurrent.atomic", "java.base/jdk.internal.ref", "java.base/sun.nio.ch",
         "java.base/sun.nio.cs", "java.base/sun.security.action", "java.base/sun.util.calendar"]


@dataclass
class Task:
    """What everybody gets: the same pairs, the same settings.

    unobserved is what a pair that was not taken weighs beside one that was; rivals want its inverse.
    """
    name: str
    train: str
    csv: str
    people: int
    items: int
    pairs: int
    k: int
    factors: int = 64
    iterations: int = 10
    threads: int = 2
    unobserved: float = 0.03


@dataclass
class Outcome:
    """seconds and cpuSeconds by phase: read, train, recommend; vectors where they were left."""
    who: str
    command: str
    phases: dict = field(default_factory=dict)
    rss_gb: float = 0.0
    whole_seconds: float = 0.0
    failure: str = ""
    served: int = 0
    lists: object = None
    vectors: object = None
    told: dict = field(default_factory=dict)


def lines_of_phases(text):
    phases = {}
    for line in text.splitlines():
        if line.startswith('{"phase"'):
            told = json.loads(line)
            phases[told["phase"]] = told
    return phases


def floats(path, factors):
    return np.fromfile(path, dtype="<f4").reshape(-1, factors)


class Ours:
    name = "Zhiyin"

    def __init__(self, home, solver):
        self.home, self.solver = home, solver

    def prepare(self):
        # The launcher builds what changed.
        subprocess.run([os.path.join(self.home, "zhiyin"), "lab", "models"], check=True, stdout=subprocess.DEVNULL)

    def command(self, task, out):
        return [os.path.join(self.home, "zhiyin"), "lab", "scale", "--data", task.train, "--factors", str(task.factors),
                "--iterations", str(task.iterations), "--top", str(task.k), "--threads", str(task.threads),
                *(["--solver", self.solver] if self.solver else []),
                "--out", os.path.join(out, "lists.parquet"), "--json"], {}

    def read(self, outcome, text, out, task):
        told = json.loads(text)
        outcome.told = told["result"]

        def phase(*names):
            return {key: sum(told[key].get(name, 0) for name in names) for key in ("seconds", "cpuSeconds")}
        outcome.phases = {"read": phase("read", "index"), "train": phase("train"),
                          "recommend": phase("score", "write")}
        outcome.lists = lists(os.path.join(out, "lists.parquet"), task)
        outcome.served = task.people


def lists(path, task):
    table = pq.read_table(path, columns=["person", "rank", "item"])
    found = np.full((task.people, task.k), -1, dtype=np.int32)
    rank = table["rank"].to_numpy()
    found[table["person"].to_numpy(), rank - rank.min()] = table["item"].to_numpy()
    return found


class Implicit:
    name = "implicit (PyPI)"

    def __init__(self, home, python, penalty):
        self.home, self.python, self.penalty = home, python, penalty

    def prepare(self):
        pass

    def command(self, task, out):
        # implicit asks for one thread of OpenBLAS: it has its own.
        return [self.python, os.path.join(self.home, "bench/rivals/implicit_als.py"), task.train, out,
                str(task.factors), str(task.iterations), str(self.penalty), f"{1 + 1 / task.unobserved:.4f}",
                str(task.k), str(task.threads)], {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": str(task.threads)}

    def read(self, outcome, text, out, task):
        outcome.phases = lines_of_phases(text)
        outcome.lists = lists(os.path.join(out, "lists.parquet"), task)
        outcome.vectors = floats(os.path.join(out, "people.f32"), task.factors), \
            floats(os.path.join(out, "items.f32"), task.factors)
        outcome.served = task.people


class JavaRival:
    """A program of its own Maven project, whose libraries lie in the cache."""

    def __init__(self, home, cache, folder, heap):
        self.home, self.folder, self.heap = home, folder, heap
        self.libraries = os.path.join(cache, folder)
        self.classes = os.path.join(cache, "classes", folder)
        java_home = os.environ.get("JAVA_HOME", "")
        self.java = os.path.join(java_home, "bin", "java") if java_home else "java"
        self.javac = os.path.join(java_home, "bin", "javac") if java_home else "javac"

    def prepare(self):
        project = os.path.join(self.home, "bench/rivals", self.folder)
        if not os.path.isdir(self.libraries) or not os.listdir(self.libraries):
            subprocess.run(["mvn", "-q", "-B", "-ntp", "-f", os.path.join(project, "pom.xml"),
                            "dependency:copy-dependencies", "-DincludeScope=runtime",
                            f"-DoutputDirectory={self.libraries}"], check=True)
        os.makedirs(self.classes, exist_ok=True)
        sources = os.path.join(project, "src/main/java/io/zhiyin/rivals")
        subprocess.run([self.javac, "-proc:none", "-cp", os.path.join(self.libraries, "*"), "-d", self.classes,
                        *(os.path.join(sources, name) for name in sorted(os.listdir(sources)))], check=True)

    def java_command(self, main, options):
        return [self.java, f"-Xmx{self.heap}", *options, "-cp", f"{self.classes}:{self.libraries}/*", main]


class Spark(JavaRival):
    name = "Spark MLlib 4.1.0, local[2]"

    def __init__(self, home, cache, heap, penalty, blocks):
        super().__init__(home, cache, "spark", heap)
        self.penalty, self.blocks = penalty, blocks
        self.natives = os.path.join(cache, "blas")

    def prepare(self):
        super().prepare()
        os.makedirs(self.natives, exist_ok=True)
        jar = next(name for name in os.listdir(self.libraries)
                   if name.startswith("openblas") and name.endswith("linux-x86_64.jar"))
        with zipfile.ZipFile(os.path.join(self.libraries, jar)) as packed:
            for entry in packed.namelist():
                base = os.path.basename(entry)
                if ".so" in base and "jni" not in base and not os.path.exists(os.path.join(self.natives, base)):
                    with open(os.path.join(self.natives, base), "wb") as out:
                        out.write(packed.read(entry))
        for name in ("libblas.so.3", "liblapack.so.3"):
            link = os.path.join(self.natives, name)
            if not os.path.lexists(link):
                os.symlink("libopenblas.so.0", link)

    def command(self, task, out):
        options = ["--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                   "--sun-misc-unsafe-memory-access=allow",
                   f"-Dlog4j2.configurationFile={os.path.join(self.home, 'bench/rivals/spark/log4j2.properties')}",
                   *(f"--add-opens={package}=ALL-UNNAMED" for package in OPENS)]
        # Its own tasks are the threads.
        natives = {"LD_LIBRARY_PATH": self.natives, "OPENBLAS_NUM_THREADS": "1"}
        return self.java_command("io.zhiyin.rivals.SparkAls", options) + [
            task.train, out, str(task.factors), str(task.iterations), str(self.penalty), f"{1 / task.unobserved:.4f}",
            str(task.k), str(task.threads), str(self.blocks)], natives

    def read(self, outcome, text, out, task):
        outcome.phases = lines_of_phases(text)
        outcome.vectors = tuple(self.vectors(os.path.join(out, side), rows, task.factors)
                                for side, rows in (("people", task.people), ("items", task.items)))
        outcome.served = task.people

    @staticmethod
    def vectors(path, rows, factors):
        table = pq.read_table(path)
        found = np.zeros((rows, factors), dtype=np.float32)
        values = table["features"].combine_chunks().flatten().to_numpy()
        found[table["id"].to_numpy()] = values.reshape(-1, factors)
        return found


class RankSys(JavaRival):
    name = "RankSys 0.4.3 (PZTFactorizer)"

    def __init__(self, home, cache, heap, penalty, served):
        super().__init__(home, cache, "ranksys", heap)
        self.penalty, self.served = penalty, served

    def command(self, task, out):
        options = [f"-Djava.util.concurrent.ForkJoinPool.common.parallelism={task.threads}"]
        return self.java_command("io.zhiyin.rivals.RankSysAls", options) + [
            task.csv, out, str(task.factors), str(task.iterations), str(self.penalty), f"{1 / task.unobserved:.4f}",
            str(task.k), str(self.served), str(task.people), str(task.items)], {}

    def read(self, outcome, text, out, task):
        outcome.phases = lines_of_phases(text)
        outcome.vectors = floats(os.path.join(out, "people.f32"), task.factors), \
            floats(os.path.join(out, "items.f32"), task.factors)
        outcome.served = outcome.phases["recommend"]["count"]
