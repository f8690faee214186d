package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.util.SplittableRandom;

/**
 * Vectors to begin a training with, drawn from a normal distribution around 0. A row without entries has nothing to
 * learn from: it gets zeros, and keeps them unless the training draws it as something that was not taken, as
 * {@link Bpr} and {@link LightGcn} do.
 */
record InitialVectors(int factors, double deviation) {

    /** One vector per row; row r draws from the seed's own child r. */
    FloatMatrix of(SparseRows rows, Seed seed) {
        FloatMatrix drawn = FloatMatrix.zeros(rows.rows(), factors);
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.size(row) > 0) {
                SplittableRandom random = seed.child("row", row).random();
                for (int k = 0; k < factors; k++) {
                    drawn.set(row, k, (float) (deviation * random.nextGaussian()));
                }
            }
        }
        return drawn;
    }
}
