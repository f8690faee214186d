package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.SparseRows;

/**
 * The Gram matrix X'X of a sparse matrix: how much every two columns have in common.
 *
 * <p>Shapes: X people x items, G items x items; sums in double, in order of people, cells in float.
 * <p>Cost: n^2 multiply-adds for every row of n entries; 8 bytes per item and chunk. Deterministic on any number of
 * threads.
 */
final class Gram {
    private Gram() {}

    /** @param diagonal added to every cell of the diagonal */
    static void write(SparseRows people, double diagonal, FloatMatrix gram) {
        int n = people.cols();
        SparseRows columns = people.transpose();
        Chunks.run(n, (from, to) -> {
            double[] row = new double[n];
            for (int item = from; item < to; item++) {
                for (int c = columns.from(item); c < columns.to(item); c++) {
                    addRow(people, columns.columns()[c], columns.values()[c], row);
                }
                row[item] += diagonal;
                for (int other = 0; other < n; other++) {
                    gram.cells()[item * n + other] = (float) row[other];
                    row[other] = 0;
                }
            }
        });
    }

    private static void addRow(SparseRows people, int person, double weight, double[] row) {
        int[] columns = people.columns();
        float[] values = people.values();
        int end = people.to(person);
        for (int e = people.from(person); e < end; e++) {
            row[columns[e]] += weight * values[e];
        }
    }
}
