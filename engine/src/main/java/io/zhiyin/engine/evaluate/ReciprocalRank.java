package io.zhiyin.engine.evaluate;

/**
 * One over the place of the first wanted item; its mean over people is MRR.
 *
 * <p>Source: Voorhees, The TREC-8 question answering track report, 1999, section 3.
 * <p>Variant: 0 where the first k places hold none.
 * <p>Shapes: [0, 1].
 * <p>Cost: O(k). Deterministic.
 */
public record ReciprocalRank() implements RankMetric {

    @Override
    public String name() {
        return "mrr";
    }

    @Override
    public double of(Hits hits) {
        for (int place = 0; place < hits.places(); place++) {
            if (hits.at(place)) {
                return 1.0 / (place + 1);
            }
        }
        return 0;
    }
}
