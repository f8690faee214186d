package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SparseRowsTest {
    /** [1 0 2; 0 0 0; 0 3 4]. */
    private static final SparseRows ROWS =
            new SparseRows(3, new int[] {0, 2, 2, 4}, new int[] {0, 2, 1, 2}, new float[] {1, 2, 3, 4});

    @Test
    void transposesAndBack() {
        SparseRows columns = ROWS.transpose();
        assertThat(columns.rowStart()).containsExactly(0, 1, 2, 4);
        assertThat(columns.columns()).containsExactly(0, 2, 0, 2);
        assertThat(columns.values()).containsExactly(1, 3, 2, 4);
        SparseRows again = columns.transpose();
        assertThat(again.rowStart()).containsExactly(ROWS.rowStart());
        assertThat(again.columns()).containsExactly(ROWS.columns());
        assertThat(again.values()).containsExactly(ROWS.values());
    }

    @Test
    void findsTheFirstEntryOfACell() {
        assertThat(ROWS.find(2, 2)).isEqualTo(3);
        assertThat(ROWS.find(1, 0)).isNegative();
        SparseRows twice = new SparseRows(2, new int[] {0, 3}, new int[] {0, 1, 1}, new float[] {1, 2, 3});
        assertThat(twice.find(0, 1)).isEqualTo(1);
    }

    @Test
    void knowsTheLengthOfEveryRow() {
        assertThat(ROWS.rowNorms()).containsExactly(Math.sqrt(5), 0, 5);
    }

    @Test
    void refusesWhatIsNoMatrix() {
        assertThatThrownBy(() -> new SparseRows(2, new int[] {0, 2}, new int[] {1, 0}, new float[] {1, 1}))
                .hasMessage("illegal entry in row 0: column 0 value 1.0, must be ascending in 0..1 and finite");
        assertThatThrownBy(() -> new SparseRows(2, new int[] {0, 1}, new int[] {2}, new float[] {1}))
                .hasMessageContaining("must be ascending in 0..1");
        assertThatThrownBy(() -> new SparseRows(2, new int[] {0, 1}, new int[] {0}, new float[] {Float.NaN}))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new SparseRows(2, new int[] {0, 1}, new int[] {}, new float[] {}))
                .hasMessageContaining("end with the number of entries, 0");
        assertThatThrownBy(() -> new SparseRows(2, new int[] {0, 2, 1}, new int[] {0}, new float[] {1}))
                .hasMessageContaining("illegal row start: 2");
    }
}
