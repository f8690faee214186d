package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.SparseRows;

/**
 * The graph of people and items along which {@link LightGcn} passes vectors on, without a matrix or a function in
 * between: each edge weighs 1 / sqrt(edges of the person * edges of the item).
 *
 * <p>Source: He, Deng, Wang, Li, Zhang, Wang, LightGCN: simplifying and powering graph convolution network for
 * recommendation, SIGIR 2020, equations 3 and 4.
 * <p>Cost: a layer takes 4 N f operations and 8 N f bytes of scattered reads for N edges: it waits for memory. Rows are
 * independent: the same bits on any number of threads.
 */
final class LightGraph {
    private final SparseRows toPeople;
    private final SparseRows toItems;
    private final int layers;

    /** Vectors of both kinds of nodes. */
    record Nodes(FloatMatrix people, FloatMatrix items) {}

    LightGraph(SparseRows rows, int layers) {
        this.layers = layers;
        SparseRows columns = rows.transpose();
        float[] weights = new float[rows.entries()];
        for (int person = 0; person < rows.rows(); person++) {
            for (int e = rows.from(person); e < rows.to(person); e++) {
                weights[e] = (float) (1 / Math.sqrt((double) rows.size(person) * columns.size(rows.columns()[e])));
            }
        }
        toPeople = new SparseRows(rows.cols(), rows.rowStart(), rows.columns(), weights);
        toItems = toPeople.transpose();
    }

    /** The mean of the vectors given and of all layers after them. It is symmetric, so gradients go back by it too. */
    Nodes mean(Nodes first) {
        return scaled(sum(first, layers), 1f / (layers + 1));
    }

    /** What an item hands to each of its people, before the edge's share of the person: all layers but the last. */
    FloatMatrix messages(Nodes first) {
        FloatMatrix messages = scaled(sum(first, layers - 1), 1f / (layers + 1)).items;
        for (int item = 0; item < messages.rows(); item++) {
            float share = (float) (1 / Math.sqrt(Math.max(1, toItems.size(item))));
            for (int k = 0; k < messages.cols(); k++) {
                messages.set(item, k, share * messages.get(item, k));
            }
        }
        return messages;
    }

    private Nodes sum(Nodes first, int upTo) {
        Nodes sum = new Nodes(copy(first.people), copy(first.items));
        Nodes layer = first;
        for (int n = 1; n <= upTo; n++) {
            layer = new Nodes(product(toPeople, layer.items), product(toItems, layer.people));
            add(layer.people, sum.people);
            add(layer.items, sum.items);
        }
        return sum;
    }

    /** A sparse matrix times a dense one. */
    static FloatMatrix product(SparseRows sparse, FloatMatrix dense) {
        int f = dense.cols();
        FloatMatrix product = FloatMatrix.zeros(sparse.rows(), f);
        Chunks.run(sparse.rows(), (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int e = sparse.from(row); e < sparse.to(row); e++) {
                    Blas.axpy(sparse.values()[e], dense.cells(), sparse.columns()[e] * f, product.cells(), row * f, f);
                }
            }
        });
        return product;
    }

    private static FloatMatrix copy(FloatMatrix matrix) {
        return new FloatMatrix(matrix.rows(), matrix.cols(), matrix.cells().clone());
    }

    private static void add(FloatMatrix from, FloatMatrix to) {
        Blas.axpy(1, from.cells(), 0, to.cells(), 0, to.cells().length);
    }

    private static Nodes scaled(Nodes nodes, float by) {
        scale(nodes.people.cells(), by);
        scale(nodes.items.cells(), by);
        return nodes;
    }

    private static void scale(float[] cells, float by) {
        for (int i = 0; i < cells.length; i++) {
            cells[i] *= by;
        }
    }
}
