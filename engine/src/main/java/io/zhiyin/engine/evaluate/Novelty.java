package io.zhiyin.engine.evaluate;

/**
 * How little known the items of one list are: their mean self-information, -log2 of the share of people who took them.
 *
 * <p>Source: Zhou et al., Solving the apparent diversity-accuracy dilemma of recommender systems, PNAS 107(10), 2010,
 * equation 4; Castells, Hurley, Vargas, Novelty and diversity in recommender systems, 2015, section 26.3.2.
 * <p>Variant: an item nobody took counts as if one person had: its information would be infinite. An empty list says
 * nothing and has 0.
 * <p>Shapes: takers by item, people at least 1; the result in bits, 0 to log2(people).
 * <p>Cost: O(k). Deterministic.
 */
public final class Novelty {
    private final int[] takers;
    private final int people;

    /** @param takers how many people took each item */
    public Novelty(int[] takers, int people) {
        if (people < 1) {
            throw new IllegalArgumentException("illegal number of people: " + people + ", must be at least 1");
        }
        this.takers = takers;
        this.people = people;
    }

    public double of(int[] list, int k) {
        int places = Math.min(k, list.length);
        double bits = 0;
        for (int place = 0; place < places; place++) {
            bits -= Math.log((double) Math.max(1, takers[list[place]]) / people);
        }
        return places == 0 ? 0 : bits / Math.log(2) / places;
    }
}
