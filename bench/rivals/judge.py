"""One judge for all: recall of what was held out, and the loss of vectors."""
import numpy as np

PEOPLE_AT_ONCE = 512
PAIRS_AT_ONCE = 1_000_000


def lists_of_vectors(vectors, taken, people, k):
    """The k best items of each of these people that they have not taken; the smaller number first where scores tie."""
    best = np.empty((len(people), k), dtype=np.int32)
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        some = people[start:start + PEOPLE_AT_ONCE]
        scores = vectors[0][some] @ vectors[1].T
        part = taken[some].tocoo()
        scores[part.row, part.col] = -np.inf
        best[start:start + PEOPLE_AT_ONCE] = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return best


def recall(lists, people, wanted, k):
    """Mean over people of the share of what they took of the held-out items among their first k.

    lists has a row for each of people; wanted is a sparse matrix with a row for everybody.
    """
    shares = []
    for row, person in zip(lists, people):
        own = wanted.indices[wanted.indptr[person]:wanted.indptr[person + 1]]
        shares.append(np.isin(own, row[:k]).sum() / len(own))
    return float(np.mean(shares))


def loss(vectors, taken, unobserved):
    """Sum over pairs taken of (1 - xy)^2 + a * sum over all pairs of (xy)^2, per pair taken; without regularisation.

    Rivals minimise (1 + 1 / a)(1 - s)^2 over what was taken and s^2 over what was not: the same with s = (1 + a) xy.
    """
    people, items = (side.astype(np.float64) for side in vectors)
    people = people / (1 + unobserved)
    everything = float(((people.T @ people) * (items.T @ items)).sum())
    pairs = taken.tocoo()
    observed = 0.0
    for start in range(0, pairs.nnz, PAIRS_AT_ONCE):
        rows, columns = pairs.row[start:start + PAIRS_AT_ONCE], pairs.col[start:start + PAIRS_AT_ONCE]
        observed += float(((1 - np.einsum("nf,nf->n", people[rows], items[columns])) ** 2).sum())
    return (observed + unobserved * everything) / pairs.nnz
