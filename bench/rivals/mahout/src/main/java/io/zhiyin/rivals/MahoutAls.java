package io.zhiyin.rivals;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mahout.cf.taste.common.Refreshable;
import org.apache.mahout.cf.taste.impl.common.FastByIDMap;
import org.apache.mahout.cf.taste.impl.common.FastIDSet;
import org.apache.mahout.cf.taste.impl.model.GenericBooleanPrefDataModel;
import org.apache.mahout.cf.taste.impl.recommender.svd.ALSWRFactorizer;
import org.apache.mahout.cf.taste.impl.recommender.svd.Factorization;
import org.apache.mahout.cf.taste.impl.recommender.svd.Factorizer;
import org.apache.mahout.cf.taste.impl.recommender.svd.SVDRecommender;
import org.apache.mahout.cf.taste.model.DataModel;

/**
 * Mahout's implicit ALS in one process: reads pairs, trains, recommends to the first people by its own recommender,
 * writes the vectors untimed. Prints one line of JSON for each phase.
 */
public final class MahoutAls {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static long startedNanos;
    private static long startedCpuNanos;

    private MahoutAls() {}

    /** Arguments: pairs as CSV, folder of what it writes, factors, iterations, lambda, alpha, k, threads, people to serve. */
    public static void main(String[] args) throws Exception {
        int factors = Integer.parseInt(args[2]);
        int threads = Integer.parseInt(args[7]);
        begin();
        DataModel taken = read(Path.of(args[0]));
        end("read", taken.getNumUsers());
        begin();
        Factorizer factorizer = new ALSWRFactorizer(
                taken,
                factors,
                Double.parseDouble(args[4]),
                Integer.parseInt(args[3]),
                true,
                Double.parseDouble(args[5]),
                threads);
        Factorization vectors = factorizer.factorize();
        end("train", taken.getNumUsers());
        SVDRecommender recommender = new SVDRecommender(taken, new Known(vectors));
        int people = (int) Math.min(taken.getNumUsers(), Long.parseLong(args[8]));
        begin();
        recommend(recommender, people, Integer.parseInt(args[6]), threads);
        end("recommend", people);
        write(Path.of(args[1], "people.f32"), taken.getNumUsers(), vectors::getUserFeatures, factors);
        write(Path.of(args[1], "items.f32"), taken.getNumItems(), vectors::getItemFeatures, factors);
    }

    /** A factorisation that is there already. */
    private record Known(Factorization factorization) implements Factorizer {
        @Override
        public Factorization factorize() {
            return factorization;
        }

        @Override
        public void refresh(Collection<Refreshable> done) {
            // nothing changes
        }
    }

    private static DataModel read(Path csv) throws IOException {
        FastByIDMap<FastIDSet> sets = new FastByIDMap<>();
        try (BufferedReader lines = Files.newBufferedReader(csv)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comma = line.indexOf(',');
                long person = Long.parseLong(line, 0, comma, 10);
                FastIDSet items = sets.get(person);
                if (items == null) {
                    items = new FastIDSet();
                    sets.put(person, items);
                }
                items.add(Long.parseLong(line, comma + 1, line.length(), 10));
            }
        }
        return new GenericBooleanPrefDataModel(sets);
    }

    private static void recommend(SVDRecommender recommender, int people, int k, int threads) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                running.add(pool.submit(() -> {
                    for (int person = next.getAndIncrement(); person < people; person = next.getAndIncrement()) {
                        recommender.recommend(person, k);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    private interface Vectors {
        double[] of(long id) throws Exception;
    }

    /** Ids are 0 to rows - 1. */
    private static void write(Path file, int rows, Vectors vectors, int factors) throws Exception {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer row = ByteBuffer.allocate(4 * factors).order(ByteOrder.LITTLE_ENDIAN);
            for (int id = 0; id < rows; id++) {
                double[] one = vectors.of(id);
                row.clear();
                for (int f = 0; f < factors; f++) {
                    row.putFloat((float) one[f]);
                }
                out.write(row.flip());
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
