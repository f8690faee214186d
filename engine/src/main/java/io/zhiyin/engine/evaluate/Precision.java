package io.zhiyin.engine.evaluate;

/**
 * The share of the places that hold a wanted item: hits / k.
 *
 * <p>Source: van Rijsbergen, Information Retrieval, 1979, chapter 7.
 * <p>Variant: over k also where fewer than k items could be ranked: a short list earns nothing by being short.
 * <p>Shapes: [0, 1].
 * <p>Cost: O(k). Deterministic.
 */
public record Precision() implements RankMetric {

    @Override
    public String name() {
        return "precision";
    }

    @Override
    public double of(Hits hits) {
        return (double) hits.count() / hits.k();
    }
}
