package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopK;
import java.util.Arrays;

/** Cosines between the columns of a sparse matrix of positive values. */
final class Cosines {
    private final SparseRows rows;
    private final SparseRows columns;
    private final double[] norms;
    private final double shrink;
    private final int[][] nearest;
    private final float[][] similarities;

    private Cosines(SparseRows rows, double shrink) {
        this.rows = rows;
        this.columns = rows.transpose();
        this.norms = columns.rowNorms();
        this.shrink = shrink;
        this.nearest = new int[rows.cols()][];
        this.similarities = new float[rows.cols()][];
    }

    /** For every column its k most similar other columns with a cosine above 0, in order of columns. */
    static SparseRows nearestColumns(SparseRows rows, int k, double shrink) {
        Cosines work = new Cosines(rows, shrink);
        Chunks.run(rows.cols(), (from, to) -> work.fill(from, to, k));
        return work.gathered();
    }

    private void fill(int from, int to, int k) {
        double[] dots = new double[rows.cols()];
        int[] touched = new int[rows.cols()];
        TopK best = new TopK(Math.min(k, rows.cols()));
        for (int column = from; column < to; column++) {
            int size = addDots(column, dots, touched);
            for (int t = 0; t < size; t++) {
                int other = touched[t];
                double similarity = dots[other] / (norms[column] * norms[other] + shrink);
                if (other != column && similarity > 0) {
                    best.offer(other, (float) similarity);
                }
            }
            keep(column, best.take(), dots);
            for (int t = 0; t < size; t++) {
                dots[touched[t]] = 0;
            }
        }
    }

    /** Dot products with every column that shares a row, in order of rows; how many columns were touched. */
    private int addDots(int column, double[] dots, int[] touched) {
        int[] others = rows.columns();
        float[] values = rows.values();
        int size = 0;
        for (int c = columns.from(column); c < columns.to(column); c++) {
            int row = columns.columns()[c];
            double value = columns.values()[c];
            int end = rows.to(row);
            for (int e = rows.from(row); e < end; e++) {
                int other = others[e];
                double before = dots[other];
                if (before == 0) {
                    touched[size++] = other;
                }
                dots[other] = before + value * values[e];
            }
        }
        return size;
    }

    private void keep(int column, int[] best, double[] dots) {
        Arrays.sort(best);
        float[] kept = new float[best.length];
        for (int i = 0; i < best.length; i++) {
            kept[i] = (float) (dots[best[i]] / (norms[column] * norms[best[i]] + shrink));
        }
        nearest[column] = best;
        similarities[column] = kept;
    }

    private SparseRows gathered() {
        int[] start = new int[nearest.length + 1];
        for (int i = 0; i < nearest.length; i++) {
            start[i + 1] = Math.addExact(start[i], nearest[i].length);
        }
        int[] all = new int[start[nearest.length]];
        float[] values = new float[all.length];
        for (int i = 0; i < nearest.length; i++) {
            System.arraycopy(nearest[i], 0, all, start[i], nearest[i].length);
            System.arraycopy(similarities[i], 0, values, start[i], nearest[i].length);
        }
        return new SparseRows(rows.cols(), start, all, values);
    }
}
