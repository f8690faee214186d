package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The order in which stochastic gradient descent meets the entries of a matrix, such that many threads may take part and
 * the result does not know how many did.
 *
 * <p>Source: Gemulla, Nijkamp, Haas, Sismanis, Large-scale matrix factorization with distributed stochastic gradient
 * descent, KDD 2011, section 4 (strata of blocks that share neither a row nor a column).
 * <p>Variant: in every pass people and items are dealt anew into b groups each, at random; of the b x b blocks, b at a
 * time touch different people and different items and run side by side, each from beginning to end on one thread, its
 * entries in random order. No lock, no race: Hogwild (Recht et al., NIPS 2011), whose result depends on luck, is not
 * used.
 * <p>Shapes: b is 1 to 8, at least 64 items per group; it depends on the number of items only.
 * <p>Cost: about 12 bytes and two random reads per entry and pass for the order. Deterministic.
 */
final class Strata {
    private static final int GROUPS_MAX = 8;
    private static final int ITEMS_PER_GROUP = 64;

    private final SparseRows rows;
    private final Seed seed;
    private final int groups;
    private final int[] personOf;

    Strata(SparseRows rows, Seed seed) {
        this.rows = rows;
        this.seed = seed;
        groups = Math.clamp(rows.cols() / ITEMS_PER_GROUP, 1, GROUPS_MAX);
        personOf = new int[rows.entries()];
        for (int person = 0; person < rows.rows(); person++) {
            Arrays.fill(personOf, rows.from(person), rows.to(person), person);
        }
    }

    /**
     * The entries of a block in the order to take them.
     *
     * @param entries places in the matrix's entries
     * @param items all items of the block's group, taken or not: where negatives may come from
     * @param random the block's own
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    record Block(int[] entries, int[] items, SplittableRandom random) {}

    /** Takes the entries of a block one by one, changing only what belongs to their people and to the block's items. */
    @FunctionalInterface
    interface Step {
        /** The loss over the block. */
        double take(Block block);
    }

    int personOf(int entry) {
        return personOf[entry];
    }

    /** Runs one pass over all entries and adds the blocks' losses in a fixed order. */
    double pass(int number, Step step) {
        Seed own = seed.child("strata.pass", number);
        int[] groupOfPerson = dealt(own.child("people", 0), rows.rows());
        int[] groupOfItem = dealt(own.child("items", 0), rows.cols());
        int[][] items = members(groupOfItem);
        int[][] entries = blocks(own.child("entries", 0), groupOfPerson, groupOfItem);
        double[] losses = new double[groups * groups];
        for (int shift = 0; shift < groups; shift++) {
            int stratum = shift;
            Chunks.run(groups, (from, to) -> {
                for (int row = from; row < to; row++) {
                    int column = (row + stratum) % groups;
                    int block = row * groups + column;
                    SplittableRandom random = own.child("block", block).random();
                    losses[block] = step.take(new Block(entries[block], items[column], random));
                }
            });
        }
        return Arrays.stream(losses).sum();
    }

    private int[] dealt(Seed own, int n) {
        int[] order = own.shuffled(n);
        int[] groupOf = new int[n];
        for (int i = 0; i < n; i++) {
            groupOf[order[i]] = i % groups;
        }
        return groupOf;
    }

    private int[][] members(int[] groupOf) {
        int[] sizes = new int[groups];
        for (int group : groupOf) {
            sizes[group]++;
        }
        int[][] members = new int[groups][];
        Arrays.setAll(members, group -> new int[sizes[group]]);
        for (int i = groupOf.length - 1; i >= 0; i--) {
            members[groupOf[i]][--sizes[groupOf[i]]] = i;
        }
        return members;
    }

    private int[][] blocks(Seed own, int[] groupOfPerson, int[] groupOfItem) {
        int[] sizes = new int[groups * groups];
        int[] blockOf = new int[rows.entries()];
        for (int e = 0; e < blockOf.length; e++) {
            blockOf[e] = groupOfPerson[personOf[e]] * groups + groupOfItem[rows.columns()[e]];
            sizes[blockOf[e]]++;
        }
        int[][] blocks = new int[groups * groups][];
        Arrays.setAll(blocks, block -> new int[sizes[block]]);
        for (int e : own.shuffled(blockOf.length)) {
            blocks[blockOf[e]][--sizes[blockOf[e]]] = e;
        }
        return blocks;
    }
}
