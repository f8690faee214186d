package io.zhiyin.bench.jmh;

import io.zhiyin.engine.math.Blas;
import io.zhiyin.engine.math.Gemm;
import io.zhiyin.engine.math.Gemv;
import io.zhiyin.engine.math.TopK;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The dense kernels in the shapes in which training and scoring use them, with 64 factors. One thread. Samples of single
 * calls, so that the median stands on a busy machine, where the mean does not. Run by bench/kernels.sh, once with
 * OpenBLAS and once with {@code -Dzhiyin.kernels=plain}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelsBench {
    private static final int FACTORS = 64;
    private static final int ITEMS = 10_000;
    private static final Gemm.Shape SCORES = new Gemm.Shape(256, 2_000, FACTORS);
    private static final int LONG = 3_000;
    private static final int SHORT = 30;

    private final float[] people = cells(256 * FACTORS);
    private final float[] items = cells(2_000 * FACTORS);
    private final float[] scores = new float[256 * 2_000];
    private final float[] rows = cells(LONG * FACTORS);
    private final float[] gram = new float[FACTORS * FACTORS];
    private final float[] system = new float[FACTORS * FACTORS];
    private final float[] x = cells(FACTORS);
    private final float[] y = new float[SHORT];
    private final float[] list = cells(ITEMS);
    private final TopK best = new TopK(10);

    @Setup
    public void begin() {
        Gemm.addGram(LONG, FACTORS, rows, 0, gram, 0);
    }

    @Benchmark
    public float[] product256x64x2000() {
        Gemm.product(SCORES, people, 0, items, 0, scores, 0);
        return scores;
    }

    @Benchmark
    public float[] gramOf3000x64() {
        Arrays.fill(system, 0);
        Gemm.addGram(LONG, FACTORS, rows, 0, system, 0);
        return system;
    }

    @Benchmark
    public float[] gramOf30x64() {
        Arrays.fill(system, 0);
        Gemm.addGram(SHORT, FACTORS, rows, 0, system, 0);
        return system;
    }

    @Benchmark
    public float[] times30x64() {
        Gemv.times(SHORT, FACTORS, rows, x, y);
        return y;
    }

    @Benchmark
    public float[] solve64() {
        System.arraycopy(gram, 0, system, 0, gram.length);
        float[] b = x.clone();
        Gemv.solve(FACTORS, system, b);
        return b;
    }

    @Benchmark
    public double dotsOf30x64() {
        double sum = 0;
        for (int row = 0; row < SHORT; row++) {
            sum += Blas.dot(rows, row * FACTORS, x, 0, FACTORS);
        }
        return sum;
    }

    @Benchmark
    public float[] axpysOf30x64() {
        float[] sum = new float[FACTORS];
        for (int row = 0; row < SHORT; row++) {
            Blas.axpy(.5f, rows, row * FACTORS, sum, 0, FACTORS);
        }
        return sum;
    }

    @Benchmark
    public int[] best10Of10000() {
        for (int item = 0; item < ITEMS; item++) {
            best.offer(item, list[item]);
        }
        return best.take();
    }

    private static float[] cells(int n) {
        SplittableRandom random = new SplittableRandom(7);
        float[] cells = new float[n];
        for (int i = 0; i < n; i++) {
            cells[i] = (float) random.nextDouble(-1, 1);
        }
        return cells;
    }
}
