package io.zhiyin.engine.evaluate;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;

/**
 * Who is judged: what was trained on, the history that each judged person shows, and what they took afterwards.
 *
 * @param train what the model learned from
 * @param histories one row per judged person, items of train
 * @param tests one row per judged person, parallel to histories
 * @param areTrainRows whether row p of histories is row p of train, so that the model knows the person
 */
public record Heldout(Interactions train, Interactions histories, Interactions tests, boolean areTrainRows) {

    public Heldout {
        boolean isPaired =
                histories.people() == tests.people() && (!areTrainRows || histories.people() == train.people());
        if (!isPaired || train.items() != tests.items() || train.items() != histories.items()) {
            throw new IllegalArgumentException("illegal sizes: train " + train.people() + " x " + train.items()
                    + ", histories " + histories.people() + " x " + histories.items() + ", test " + tests.people()
                    + " x " + tests.items() + ", must be equal");
        }
    }

    /** Everybody's train row is their history. */
    public static Heldout of(Interactions train, Interactions tests) {
        return new Heldout(train, train, tests, true);
    }

    /**
     * A random share of the people, learned from and judged by: what a search looks at first.
     *
     * @param share in (0, 1]
     */
    public Heldout sample(double share, Seed seed) {
        if (!areTrainRows || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("illegal sample of " + share
                    + " of people whose histories are train rows: " + areTrainRows + ", must be in (0, 1] and true");
        }
        boolean[] kept = new boolean[train.people()];
        int[] order = seed.child("sample", 0).shuffled(kept.length);
        for (int i = 0; i < Math.ceil(share * kept.length); i++) {
            kept[order[i]] = true;
        }
        return share == 1 ? this : of(train.ofPeople(kept), tests.ofPeople(kept));
    }

    /** How many people have something to find. */
    public int judged() {
        int judged = 0;
        for (int person = 0; person < tests.people(); person++) {
            judged += tests.cells().size(person) > 0 ? 1 : 0;
        }
        return judged;
    }

    /** Test entries that stand in their person's history: to find what the model was shown proves nothing. */
    public int overlaps() {
        SparseRows known = histories.cells();
        SparseRows wanted = tests.cells();
        int count = 0;
        for (int person = 0; person < wanted.rows(); person++) {
            for (int e = wanted.from(person); e < wanted.to(person); e++) {
                int at =
                        Arrays.binarySearch(known.columns(), known.from(person), known.to(person), wanted.columns()[e]);
                count += at >= 0 ? 1 : 0;
            }
        }
        return count;
    }

    /**
     * History entries newer than the oldest test entry of the same person: their own future. Entries without times never.
     */
    public int futureEntries() {
        int count = 0;
        for (int person = 0; person < tests.people(); person++) {
            long oldest = Long.MAX_VALUE;
            for (int e = tests.cells().from(person); e < tests.cells().to(person); e++) {
                long at = tests.atSeconds(e);
                oldest = Math.min(oldest, at == History.UNTIMED ? Long.MAX_VALUE : at);
            }
            for (int e = histories.cells().from(person); e < histories.cells().to(person); e++) {
                count += histories.atSeconds(e) > oldest ? 1 : 0;
            }
        }
        return count;
    }
}
