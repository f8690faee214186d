package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SparseProductTest {
    /** [1 2; 0 3] times [4 0 5; 0 6 0] = [4 12 5; 0 18 0]. */
    private static final SparseRows LEFT =
            new SparseRows(2, new int[] {0, 2, 3}, new int[] {0, 1, 1}, new float[] {1, 2, 3});

    private static final SparseRows RIGHT =
            new SparseRows(3, new int[] {0, 2, 3}, new int[] {0, 2, 1}, new float[] {4, 5, 6});

    @Test
    void everyRowIsTheProductInOrderOfColumns() {
        SparseRows all = SparseProduct.largest(LEFT, RIGHT, 3, (row, column, sum) -> sum);
        assertThat(all.rowStart()).containsExactly(0, 3, 4);
        assertThat(all.columns()).containsExactly(0, 1, 2, 1);
        assertThat(all.values()).containsExactly(4, 12, 5, 18);
    }

    @Test
    void ofEachRowTheLargestAreKeptAndNothingAtOrBelowZero() {
        SparseRows two = SparseProduct.largest(LEFT, RIGHT, 2, (row, column, sum) -> row == 1 ? -sum : sum);
        assertThat(two.rowStart()).containsExactly(0, 2, 2);
        assertThat(two.columns()).containsExactly(1, 2);
        assertThat(two.values()).containsExactly(12, 5);
    }

    @Test
    void farthestFromZeroCountsNegativesAndEmptyCells() {
        SparseRows two = SparseProduct.farthest(LEFT, RIGHT, 2, (_, _) -> (row, column, sum) -> sum - 7);
        assertThat(two.columns()).containsExactly(0, 1, 0, 1);
        assertThat(two.values()).containsExactly(-3, 5, -7, 11);
    }

    @Test
    void refusesSizesThatDoNotMeet() {
        assertThatThrownBy(() -> new SparseProduct(RIGHT, RIGHT))
                .hasMessage("illegal product: 3 columns times 2 rows, must be equal");
    }
}
