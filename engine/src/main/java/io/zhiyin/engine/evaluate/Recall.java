package io.zhiyin.engine.evaluate;

/**
 * The share of the wanted items that stand in the list: hits / |test|.
 *
 * <p>Source: van Rijsbergen, Information Retrieval, 1979, chapter 7; as in He et al., LightGCN, SIGIR 2020.
 * <p>Variant: over all wanted items, not over min(k, |test|): a list of k places cannot reach 1 where more are wanted.
 * <p>Shapes: [0, 1].
 * <p>Cost: O(k). Deterministic.
 */
public record Recall() implements RankMetric {

    @Override
    public String name() {
        return "recall";
    }

    @Override
    public double of(Hits hits) {
        return (double) hits.count() / hits.wanted();
    }
}
