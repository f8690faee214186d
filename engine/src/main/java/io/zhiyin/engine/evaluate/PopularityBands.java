package io.zhiyin.engine.evaluate;

import io.zhiyin.engine.data.Interactions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Items by how much they are taken: head, mid and tail hold about a third of all training entries each.
 *
 * <p>Source: Abdollahpouri, Burke, Mobasher, Controlling popularity bias in learning-to-rank recommendation, RecSys 2017,
 * section 4 (head, medium tail, long tail).
 * <p>Variant: thirds of the entries, not of the items: items in falling order of entries, ties by number; an item belongs
 * to the band in which its first entry lies. Items never trained are tail.
 * <p>Shapes: one band per item.
 * <p>Cost: O(entries + items log items). Deterministic.
 */
public final class PopularityBands {

    /** From much to little taken. */
    public enum Band {
        HEAD,
        MID,
        TAIL
    }

    private final int[] takers;
    private final Band[] bands;

    private PopularityBands(int[] takers, Band[] bands) {
        this.takers = takers;
        this.bands = bands;
    }

    public static PopularityBands of(Interactions train) {
        int[] takers = new int[train.items()];
        for (int item : train.cells().columns()) {
            takers[item]++;
        }
        Band[] bands = new Band[takers.length];
        Arrays.fill(bands, Band.TAIL);
        int[] order = IntStream.range(0, takers.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer item) -> -takers[item]))
                .mapToInt(Integer::intValue)
                .toArray();
        long before = 0;
        for (int item : order) {
            if (takers[item] > 0) {
                bands[item] = Band.values()[(int) (Band.values().length * before / train.entries())];
                before += takers[item];
            }
        }
        return new PopularityBands(takers, bands);
    }

    public Band band(int item) {
        return bands[item];
    }

    /** Each item's band as a number: head 0, mid 1, tail 2. */
    public int[] categories() {
        int[] categories = new int[bands.length];
        Arrays.setAll(categories, item -> switch (bands[item]) {
            case HEAD -> 0;
            case MID -> 1;
            case TAIL -> 2;
        });
        return categories;
    }

    /** Training entries of each item; not a copy. */
    public int[] takers() {
        return takers;
    }
}
