package io.zhiyin.engine.evaluate;

import io.zhiyin.engine.math.SparseRows;

/** How alike two items are, 1 for the same, by whatever is known of them. */
@FunctionalInterface
public interface Similarity {

    double of(int item, int other);

    /**
     * The cosine of the sets of people who took them: |both| / sqrt(|one| |other|), 0 where nobody took one of them.
     *
     * @param takers items x people, each person once in a row
     */
    static Similarity byTakers(SparseRows takers) {
        return (item, other) -> {
            int both = 0;
            int a = takers.from(item);
            int b = takers.from(other);
            while (a < takers.to(item) && b < takers.to(other)) {
                int order = Integer.compare(takers.columns()[a], takers.columns()[b]);
                both += order == 0 ? 1 : 0;
                a += order <= 0 ? 1 : 0;
                b += order >= 0 ? 1 : 0;
            }
            return both == 0 ? 0 : both / Math.sqrt((double) takers.size(item) * takers.size(other));
        };
    }
}
