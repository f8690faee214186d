package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 10_000})
    void everyIndexRunsExactlyOnce(int n) {
        AtomicIntegerArray runs = new AtomicIntegerArray(n);
        Chunks.run(n, (from, to) -> {
            for (int i = from; i < to; i++) {
                runs.incrementAndGet(i);
            }
        });
        for (int i = 0; i < n; i++) {
            assertThat(runs.get(i)).isOne();
        }
    }

    @Test
    void aSumHasTheSameBitsOnAnyNumberOfThreads() throws Exception {
        double one = sumOn(1);
        assertThat(sumOn(2)).isEqualTo(one);
        assertThat(sumOn(7)).isEqualTo(one);
    }

    private static double sumOn(int threads) throws Exception {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return pool.submit(() -> Chunks.sum(99_999, (from, to) -> {
                        double sum = 0;
                        for (int i = from; i < to; i++) {
                            sum += Math.sqrt(i);
                        }
                        return sum;
                    }))
                    .get();
        }
    }

    @Test
    void anExceptionOfTheBodyArrivesAtTheCaller() {
        assertThatThrownBy(() -> Chunks.run(1000, (from, to) -> {
                    if (from > 500) {
                        throw new IllegalStateException("broken");
                    }
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Chunks.run(-1, (from, to) -> {})).hasMessage("illegal n: -1, must be at least 0");
    }
}
