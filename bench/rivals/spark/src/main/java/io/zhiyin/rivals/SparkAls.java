package io.zhiyin.rivals;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Spark's implicit ALS on two threads: reads pairs from Parquet, trains, recommends to everybody, writes the lists, then,
 * untimed, the vectors. Prints one line of JSON for each phase.
 */
public final class SparkAls {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static long startedNanos;
    private static long startedCpuNanos;

    private SparkAls() {}

    /** Arguments: train.parquet, folder of what it writes, factors, iterations, regularisation, alpha, k, threads, blocks. */
    public static void main(String[] args) throws Exception {
        int factors = Integer.parseInt(args[2]);
        int k = Integer.parseInt(args[6]);
        int blocks = Integer.parseInt(args[8]);
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + args[7] + "]")
                .appName("rivals")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", blocks)
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .getOrCreate()) {
            begin();
            Dataset<Row> taken = spark.read()
                    .parquet(args[0])
                    .select(
                            functions.col("person").cast("int"),
                            functions.col("item").cast("int"),
                            functions.lit(1f).as("weight"))
                    .repartition(blocks)
                    .cache();
            long pairs = taken.count();
            end("read", pairs);
            begin();
            ALSModel model = new ALS()
                    .setImplicitPrefs(true)
                    .setUserCol("person")
                    .setItemCol("item")
                    .setRatingCol("weight")
                    .setRank(factors)
                    .setMaxIter(Integer.parseInt(args[3]))
                    .setRegParam(Double.parseDouble(args[4]))
                    .setAlpha(Double.parseDouble(args[5]))
                    .setNumBlocks(blocks)
                    .setSeed(1)
                    .fit(taken);
            end("train", model.userFactors().count());
            taken.unpersist();
            begin();
            model.recommendForAllUsers(k).write().mode(SaveMode.Overwrite).parquet(args[1] + "/lists");
            end("recommend", k);
            model.userFactors().write().mode(SaveMode.Overwrite).parquet(args[1] + "/people");
            model.itemFactors().write().mode(SaveMode.Overwrite).parquet(args[1] + "/items");
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
