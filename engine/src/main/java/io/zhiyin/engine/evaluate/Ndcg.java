package io.zhiyin.engine.evaluate;

/**
 * Discounted gain of the list over that of the best list: hits near the top count more.
 *
 * <p>Source: Jarvelin and Kekalainen, Cumulated gain-based evaluation of IR techniques, TOIS 20(4), 2002.
 * <p>Variant: binary gain, discount 1 / log2(place + 1) with places from 1; the best list has min(k, |test|) hits.
 * <p>Shapes: [0, 1].
 * <p>Cost: O(k). Deterministic.
 */
public record Ndcg() implements RankMetric {

    @Override
    public String name() {
        return "ndcg";
    }

    @Override
    public double of(Hits hits) {
        double gain = 0;
        for (int place = 0; place < hits.places(); place++) {
            gain += hits.at(place) ? discount(place) : 0;
        }
        double ideal = 0;
        for (int place = 0; place < hits.findable(); place++) {
            ideal += discount(place);
        }
        return gain / ideal;
    }

    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 2.0);
    }
}
