package io.zhiyin.engine.evaluate;

/**
 * The mean, over the wanted items, of the precision at their places; its mean over people is MAP.
 *
 * <p>Source: Buckley and Voorhees, Evaluating evaluation measure stability, SIGIR 2000, section 2.
 * <p>Variant: cut at k and divided by min(k, |test|), so that a perfect list has 1; items not in the list count 0.
 * <p>Shapes: [0, 1].
 * <p>Cost: O(k). Deterministic.
 */
public record AveragePrecision() implements RankMetric {

    @Override
    public String name() {
        return "map";
    }

    @Override
    public double of(Hits hits) {
        int found = 0;
        double sum = 0;
        for (int place = 0; place < hits.places(); place++) {
            if (hits.at(place)) {
                found++;
                sum += (double) found / (place + 1);
            }
        }
        return sum / hits.findable();
    }
}
