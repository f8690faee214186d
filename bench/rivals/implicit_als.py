"""implicit's ALS by conjugate gradient: reads pairs from Parquet, trains, recommends to everybody, writes the lists,
then, untimed, the vectors. Prints one line of JSON for each phase."""
import json
import os
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares

BATCH = 10_000


class Phase:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def __exit__(self, *_):
        print(json.dumps({"phase": self.name, "seconds": round(time.perf_counter() - self.wall, 3),
                          "cpuSeconds": round(time.process_time() - self.cpu, 3)}), flush=True)


def main():
    train, out = sys.argv[1:3]
    factors, iterations = map(int, sys.argv[3:5])
    penalty, alpha = map(float, sys.argv[5:7])
    k, threads = map(int, sys.argv[7:9])
    with Phase("read"):
        table = pq.read_table(train, columns=["person", "item"])
        people, items = (table[name].to_numpy().astype(np.int32) for name in ("person", "item"))
        pairs = sp.csr_matrix((np.ones(len(people), dtype=np.float32), (people, items)))
    with Phase("train"):
        model = AlternatingLeastSquares(factors=factors, iterations=iterations, regularization=penalty, alpha=alpha,
                                        use_cg=True, use_native=True, num_threads=threads, random_state=1)
        model.fit(pairs, show_progress=False)
    with Phase("recommend"):
        lists = np.empty((pairs.shape[0], k), dtype=np.int32)
        scores = np.empty((pairs.shape[0], k), dtype=np.float32)
        for start in range(0, pairs.shape[0], BATCH):
            end = min(start + BATCH, pairs.shape[0])
            lists[start:end], scores[start:end] = model.recommend(np.arange(start, end), pairs[start:end], N=k)
        rank = np.tile(np.arange(1, k + 1, dtype=np.int32), len(lists))
        person = np.repeat(np.arange(len(lists), dtype=np.int64), k)
        pq.write_table(pa.table({"person": person, "rank": rank, "item": lists.ravel(), "score": scores.ravel()}),
                       os.path.join(out, "lists.parquet"))
    model.user_factors.astype("<f4").tofile(os.path.join(out, "people.f32"))
    model.item_factors.astype("<f4").tofile(os.path.join(out, "items.f32"))


if __name__ == "__main__":
    main()
