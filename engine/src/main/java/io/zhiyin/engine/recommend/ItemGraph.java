package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseProduct;
import io.zhiyin.engine.math.SparseRows;
import java.util.Arrays;

/**
 * Which items are taken by the same people, as {@link UltraGcn} weighs it.
 *
 * <p>Source: Mao, Zhu, Xiao, Lu, Wang, He, UltraGCN: ultra simplification of graph convolutional networks for
 * recommendation, CIKM 2021, equations 11 and 12.
 * <p>Variant: w(i, j) = G(i, j) / (g(i) - G(i, i)) * sqrt(g(i) / g(j)) with G(i, j) the number of people who took both and
 * g(i) = sum over k of G(i, k); of each item the k largest.
 * <p>Cost: the sum over people of the square of what they took. Deterministic.
 */
final class ItemGraph {
    private ItemGraph() {}

    /** @return items x items, at most k in each row, in order of columns */
    static SparseRows of(SparseRows rows, int k) {
        SparseRows ones = new SparseRows(rows.cols(), rows.rowStart(), rows.columns(), ones(rows.entries()));
        SparseRows columns = ones.transpose();
        double[] together = new double[rows.cols()];
        for (int item = 0; item < together.length; item++) {
            for (int e = columns.from(item); e < columns.to(item); e++) {
                together[item] += rows.size(columns.columns()[e]);
            }
        }
        return SparseProduct.largest(columns, ones, k, (item, other, both) -> {
            double others = together[item] - columns.size(item);
            return item == other || others <= 0
                    ? 0
                    : (float) (both / others * Math.sqrt(together[item] / together[other]));
        });
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
