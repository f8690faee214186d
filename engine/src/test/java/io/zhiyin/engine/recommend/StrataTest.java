package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrataTest {
    private static final SparseRows ROWS = rows();

    /** 40 people x 640 items, each person takes every 9th: ten groups would fit, eight are used. */
    private static SparseRows rows() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int person = 0; person < 40; person++) {
            for (int item = person % 9; item < 640; item += 9) {
                builder.add(person, item);
            }
        }
        return builder.build(40, 640, Duplicates.SUM).cells();
    }

    @Test
    void everyEntryIsMetOnceInAPass() {
        AtomicIntegerArray met = new AtomicIntegerArray(ROWS.entries());
        double sum = new Strata(ROWS, Seed.of(1)).pass(0, block -> {
            for (int entry : block.entries()) {
                met.incrementAndGet(entry);
            }
            return block.entries().length;
        });
        assertThat(sum).isEqualTo(ROWS.entries());
        assertThat(IntStream.range(0, met.length()).map(met::get)).allMatch(count -> count == 1);
    }

    @Test
    void aBlockStaysWithinItsItemsAndAPassIsDealtAnew() {
        Strata strata = new Strata(ROWS, Seed.of(1));
        List<int[]> items = new CopyOnWriteArrayList<>();
        strata.pass(0, block -> {
            for (int entry : block.entries()) {
                assertThat(Arrays.binarySearch(block.items(), ROWS.columns()[entry]))
                        .isNotNegative();
            }
            items.add(block.items());
            return 0;
        });
        assertThat(items).hasSize(64).allMatch(group -> group.length == 80);
        List<int[]> later = new CopyOnWriteArrayList<>();
        strata.pass(1, block -> {
            later.add(block.items());
            return 0;
        });
        assertThat(later).noneMatch(group -> Arrays.equals(group, items.getFirst()));
    }
}
