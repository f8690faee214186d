package io.zhiyin.app.recommend;

/**
 * Chooses the best of many places of a shelf: those that are known before the others, by score, then the newest, then by
 * id. A heap of the best so far, the worst of them on top; most places are turned away by one comparison with it.
 */
final class BestPlaces {
    private final Shelf shelf;
    private final float[] scores;
    private final int most;
    private final int[] heap;
    private int size;

    /** @param scores by place, {@link Judge#UNKNOWN} for some */
    BestPlaces(Shelf shelf, float[] scores, int most) {
        this.shelf = shelf;
        this.scores = scores;
        this.most = most;
        this.heap = new int[most];
    }

    /** The best of these places, best first. */
    int[] of(int[] places) {
        for (int place : places) {
            if (size < most) {
                up(place);
            } else if (isBefore(place, heap[0])) {
                down(place);
            }
        }
        int[] best = new int[size];
        while (size > 0) {
            best[size - 1] = heap[0];
            down(heap[--size]);
        }
        return best;
    }

    private boolean isBefore(int place, int other) {
        float score = scores[place];
        float otherScore = scores[other];
        if (score > otherScore) {
            return true;
        }
        if (score < otherScore) {
            return false;
        }
        if (Float.isNaN(score) != Float.isNaN(otherScore)) {
            return Float.isNaN(otherScore);
        }
        long published = shelf.publishedMillis(place);
        long otherPublished = shelf.publishedMillis(other);
        return published == otherPublished ? place < other : published > otherPublished;
    }

    private void up(int place) {
        int at = size++;
        while (at > 0 && isBefore(heap[(at - 1) / 2], place)) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = place;
    }

    /** Puts a place where the top was, and lets it sink. */
    private void down(int place) {
        int at = 0;
        while (2 * at + 1 < size) {
            int worse = 2 * at + 1;
            if (worse + 1 < size && isBefore(heap[worse], heap[worse + 1])) {
                worse++;
            }
            if (!isBefore(place, heap[worse])) {
                break;
            }
            heap[at] = heap[worse];
            at = worse;
        }
        heap[at] = place;
    }
}
