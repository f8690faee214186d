package io.zhiyin.rivals;

import cern.colt.matrix.impl.DenseDoubleMatrix2D;
import com.sun.management.OperatingSystemMXBean;
import es.uam.eps.ir.ranksys.fast.index.SimpleFastItemIndex;
import es.uam.eps.ir.ranksys.fast.index.SimpleFastUserIndex;
import es.uam.eps.ir.ranksys.fast.preference.FastPreferenceData;
import es.uam.eps.ir.ranksys.fast.preference.SimpleFastPreferenceData;
import es.uam.eps.ir.ranksys.mf.Factorization;
import es.uam.eps.ir.ranksys.mf.als.PZTFactorizer;
import es.uam.eps.ir.ranksys.mf.rec.MFRecommender;
import it.unimi.dsi.fastutil.ints.IntIterator;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.lambda.tuple.Tuple;

/**
 * RankSys' fast implicit ALS (Pilaszy, Zibriczky, Tikk 2010) on the common pool: reads pairs, trains, recommends to the
 * first people, writes the vectors untimed. Prints one line of JSON for each phase.
 */
public final class RankSysAls {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static long startedNanos;
    private static long startedCpuNanos;

    private RankSysAls() {}

    /** Arguments: pairs as CSV, folder of what it writes, factors, passes, lambda, alpha, k, people to serve, people, items. */
    public static void main(String[] args) throws IOException {
        int factors = Integer.parseInt(args[2]);
        double alpha = Double.parseDouble(args[5]);
        int people = Integer.parseInt(args[8]);
        int items = Integer.parseInt(args[9]);
        begin();
        SimpleFastUserIndex<Integer> everybody = SimpleFastUserIndex.load(IntStream.range(0, people).boxed());
        SimpleFastItemIndex<Integer> everything = SimpleFastItemIndex.load(IntStream.range(0, items).boxed());
        FastPreferenceData<Integer, Integer> taken;
        try (Stream<String> lines = Files.lines(Path.of(args[0]))) {
            taken = SimpleFastPreferenceData.load(
                    lines.map(line -> {
                        int comma = line.indexOf(',');
                        int person = Integer.parseInt(line, 0, comma, 10);
                        return Tuple.tuple(person, Integer.parseInt(line, comma + 1, line.length(), 10), 1.0);
                    }),
                    everybody,
                    everything);
        }
        end("read", taken.numPreferences());
        begin();
        Factorization<Integer, Integer> vectors = new PZTFactorizer<Integer, Integer>(
                        Double.parseDouble(args[4]), weight -> 1 + alpha * weight, Integer.parseInt(args[3]))
                .factorize(factors, taken);
        end("train", people);
        MFRecommender<Integer, Integer> recommender = new MFRecommender<>(everybody, everything, vectors);
        int served = Math.min(people, Integer.parseInt(args[7]));
        int k = Integer.parseInt(args[6]);
        begin();
        IntStream.range(0, served).parallel().forEach(person -> {
            IntOpenHashSet own = new IntOpenHashSet();
            for (IntIterator of = taken.getUidxIidxs(person); of.hasNext(); ) {
                own.add(of.nextInt());
            }
            recommender.getRecommendation(person, k, item -> !own.contains(item));
        });
        end("recommend", served);
        write(Path.of(args[1], "people.f32"), vectors.getUserMatrix());
        write(Path.of(args[1], "items.f32"), vectors.getItemMatrix());
    }

    private static void write(Path file, DenseDoubleMatrix2D rows) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ByteBuffer row = ByteBuffer.allocate(4 * rows.columns()).order(ByteOrder.LITTLE_ENDIAN);
            for (int r = 0; r < rows.rows(); r++) {
                row.clear();
                for (int f = 0; f < rows.columns(); f++) {
                    row.putFloat((float) rows.getQuick(r, f));
                }
                out.write(row.array());
            }
        }
    }

    private static void begin() {
        startedNanos = System.nanoTime();
        startedCpuNanos = SYSTEM.getProcessCpuTime();
    }

    private static void end(String phase, long count) {
        System.out.printf(
                Locale.ROOT,
                "{\"phase\":\"%s\",\"seconds\":%.3f,\"cpuSeconds\":%.3f,\"count\":%d}%n",
                phase,
                (System.nanoTime() - startedNanos) / 1e9,
                (SYSTEM.getProcessCpuTime() - startedCpuNanos) / 1e9,
                count);
    }
}
