"""The page of `scale.py`: a table for each set of data, ratios to ours, and the commands."""
import os

HEAD = """# Rivals at scale: time, memory and quality side by side

Written by `bench/rivals.sh scale`; do not edit.

- **Question**: how long do Zhiyin and others take from a Parquet file of pairs to the first {k} of everybody, and what are the lists worth?
- **Rivals**: Spark MLlib 4.1.0 (`ALS`, implicit, `local[2]`, its BLAS is OpenBLAS 0.3.31 through netlib's JNI, Java's vector module added), implicit 0.7.3 (conjugate gradient, its own choice of the first k), RankSys 0.4.3 (`PZTFactorizer`, Pilaszy's fast implicit ALS: the one Java library found on Maven Central that has implicit ALS, runs in one process on JDK 25 and gets through these data; Mahout 0.13's `ALSWRFactorizer` runs too, but two passes of 16 factors at 10^5 people took longer than six minutes). RankSys recommends to the first 10,000 people, its seconds for all are scaled up.
- **Same for all**: pairs, factors, passes, threads; what was not taken weighs {unobserved} of what was. Each has its own form of regularisation. Ours has its defaults; rivals' strength was chosen by recall on Case E with 30,000 people, 2,000 items and another seed (implicit of 10, 100, 200, 300, 1000; Spark of .1, 1, 3; RankSys of 30, 300), and on no set below.
- **Seconds**: wall, and CPU in brackets. read includes indexing; train is one pass, the training's seconds divided by the passes; recommend includes writing. whole is the process from start to end, with its start; of rivals also the export of vectors for the judge, of ours the measurement of the machine's own product rate, before and after.
- **Quality**: recall of held-out pairs, computed by one program from vectors (ours: from its lists). loss is the sum over pairs taken of (1 - xy)^2 + {unobserved} times the sum over all pairs of (xy)^2, per pair taken, without regularisation.
- **Spark** does not leave out of its lists what people took already: it does less there than the others.
- **Machine**: {machine}; OPENBLAS_CORETYPE={coretype}. **Date**: {date}.
"""


def seconds(outcome, phase, divisor=1, factor=1.0):
    told = outcome.phases[phase]
    wall, cpu = (told[key] * factor / divisor for key in ("seconds", "cpuSeconds"))
    return f"{wall:.2f} ({cpu:.2f})"


def scaled(outcome, task):
    return task.people / outcome.served if outcome.served else 1.0


def line(task, outcome, quality):
    if outcome.failure:
        return f"{task.name}: {outcome.who}: {outcome.failure}, {outcome.rss_gb:.2f} GB"
    parts = [f"read {seconds(outcome, 'read')}", f"pass {seconds(outcome, 'train', task.iterations)}",
             f"recommend {seconds(outcome, 'recommend', factor=scaled(outcome, task))}",
             f"whole {outcome.whole_seconds:.1f}", f"{outcome.rss_gb:.2f} GB"]
    return f"{task.name}: {outcome.who}: " + ", ".join(parts + [f"{key} {value:.5f}" for key, value in quality.items()])


def ratio(outcome, ours, phase, task):
    if ours is None or ours.failure or outcome is ours:
        return ""
    theirs = outcome.phases[phase]["seconds"] * (scaled(outcome, task) if phase == "recommend" else 1)
    return f"{theirs / ours.phases[phase]['seconds']:.1f} ×"


def row(outcome, quality, ours, task):
    if outcome.failure:
        return f"| {outcome.who} | {outcome.failure} | | | {outcome.whole_seconds:.0f} | {outcome.rss_gb:.2f} | | | | |"
    recalls = " / ".join(f"{quality[key]:.4f}" for key in sorted(quality) if key.startswith("recall"))
    return " | ".join([
        f"| {outcome.who}", seconds(outcome, "read"), seconds(outcome, "train", task.iterations),
        seconds(outcome, "recommend", factor=scaled(outcome, task)), f"{outcome.whole_seconds:.1f}",
        f"{outcome.rss_gb:.2f}", recalls, f"{quality['loss']:.5f}" if "loss" in quality else "–",
        ratio(outcome, ours, "train", task), ratio(outcome, ours, "recommend", task)]) + " |"


def section(task, rows, given):
    ours = next((outcome for outcome, _ in rows if outcome.who == "Zhiyin"), None)
    recalls = "recall@10" if task.k == 10 else f"recall@10 / @{task.k}"
    table = "\n".join(row(outcome, quality, ours, task) for outcome, quality in rows)
    hidden = sorted({given.home: "", given.cache: "$ZHIYIN_RIVALS"}.items(), key=lambda pair: -len(pair[0]))
    commands = "\n".join(outcome.command for outcome, _ in rows).replace(f"{given.home}/zhiyin", "./zhiyin")
    for path, name in hidden:
        commands = commands.replace(path + "/", name + "/" if name else "")
    commands = commands.replace(os.environ.get("JAVA_HOME", "\0") + "/bin/", "")
    return f"""
## {task.name}: {task.people:,} people, {task.items:,} items, {task.pairs:,} pairs; {task.factors} factors, {task.iterations} passes, first {task.k}

| | read s | train s/pass | recommend all s | whole s | peak RSS GB | {recalls} | loss | train, × ours | recommend, × ours |
|---|---|---|---|---|---|---|---|---|---|
{table}

```text
{commands}
```
"""


def write(path, sections, machine, date, is_appended):
    head = HEAD.format(k="10 or 20", unobserved=0.03, machine=machine, date=date,
                       coretype=os.environ.get("OPENBLAS_CORETYPE", "unset"))
    if is_appended and os.path.exists(path):
        with open(path, encoding="utf-8") as old:
            head = old.read()
    with open(path, "w", encoding="utf-8") as out:
        out.write(head + "".join(sections))
