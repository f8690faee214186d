package io.zhiyin.engine.evaluate;

/**
 * Whether the list holds any wanted item: 1 or 0.
 *
 * <p>Source: Deshpande and Karypis, Item-based top-N recommendation algorithms, TOIS 22(1), 2004, section 6.1.
 * <p>Variant: with one wanted item (leave one out) it equals recall.
 * <p>Shapes: 0 or 1.
 * <p>Cost: O(k). Deterministic.
 */
public record HitRate() implements RankMetric {

    @Override
    public String name() {
        return "hit";
    }

    @Override
    public double of(Hits hits) {
        return hits.count() > 0 ? 1 : 0;
    }
}
