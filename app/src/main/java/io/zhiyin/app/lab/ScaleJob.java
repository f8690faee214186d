package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.Gemm;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopLists;
import io.zhiyin.engine.recommend.ImplicitAls;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The whole way of a large training, in one process on so many threads: pairs are read from Parquet, numbered, brought
 * into rows, a model is trained, and the best items of everybody are written to Parquet. What is timed beside it (matrix
 * products before and after, the recall) is not part of the job's seconds.
 */
final class ScaleJob {
    /** People scored at a time. */
    private static final int BLOCK = 128 * TopLists.PEOPLE;

    private final ScalePlan plan;
    private final Lang lang;
    private final ForkJoinPool pool;
    private final CRC32C checksum = new CRC32C();

    private ScaleJob(ScalePlan plan, Lang lang, ForkJoinPool pool) {
        this.plan = plan;
        this.lang = lang;
        this.pool = pool;
    }

    static Answer run(ScalePlan plan, Lang lang) {
        try (ForkJoinPool pool = new ForkJoinPool(plan.threads())) {
            return new ScaleJob(plan, lang, pool).run();
        }
    }

    private <T> T inPool(Callable<T> work) {
        return pool.submit(work).join();
    }

    private Answer run() {
        GemmRate gemmBefore = inPool(GemmRate::measure);
        Watch watch = new Watch();
        ScaleInput input = ScaleInput.read(plan.data(), plan.threads());
        watch.lap("read");
        tell("lab.scale.found", input.people().size(), input.items().size());
        SparseRows rows = inPool(input::index);
        watch.lap("index");
        List<Double> losses = new ArrayList<>();
        ImplicitAls.Everyone everyone = inPool(() -> ImplicitAls.fitEveryone(
                new Interactions(rows, new long[0]),
                plan.settings(),
                Seed.of(plan.market().seed()),
                (pass, loss) -> {
                    losses.add(loss);
                    tell("lab.scale.pass", pass, plan.iterations(), loss);
                }));
        watch.lap("train");
        Blocks blocks = new Blocks(everyone, rows, watch);
        new ScaleOutput(blocks::next, input.people(), input.items()).write(plan.out(), plan.threads());
        watch.lap("write");
        double peakRssGb = PeakMemory.residentGb();
        GemmRate gemmAfter = inPool(GemmRate::measure);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("users", rows.rows());
        result.put("items", rows.cols());
        result.put("interactions", rows.entries());
        speeds(result, rows, watch, gemmBefore, gemmAfter);
        if (peakRssGb > 0) {
            result.put("peakRssGb", peakRssGb);
        }
        result.put("loss", losses);
        result.put("fitLoss", losses.getLast() - everyone.penalty());
        result.put("checksum", String.format(Locale.ROOT, "%08x", checksum.getValue()));
        if (!plan.isForeign()) {
            result.putAll(PlantedRecall.of(plan, rows, input));
        }
        Map<String, Object> settings = new LinkedHashMap<>(plan.told());
        ImplicitAls.Settings all = plan.settings();
        settings.put("lambda", all.lambda());
        settings.put("unobservedWeight", all.unobservedWeight());
        settings.put("frequencyScaling", all.frequencyScaling());
        return new Answer("lab scale", settings, watch.laps(), watch.cpuLaps(), result);
    }

    private void speeds(Map<String, Object> result, SparseRows rows, Watch watch, GemmRate before, GemmRate after) {
        double rate = (before.gflops() + after.gflops()) / 2;
        double cpuRate = (before.cpuGflops() + after.cpuGflops()) / 2;
        double seconds = sum(watch.laps());
        double cpuSeconds = sum(watch.cpuLaps());
        ScaleBound bound = ScaleBound.of(rows.rows(), rows.cols(), rows.entries(), plan.factors(), plan.iterations());
        double products = 2.0 * plan.factors() * rows.rows() * rows.cols() / 1e9;
        result.put("kernels", Gemm.kernels());
        result.put("gemmGflops", Map.of("before", before.gflops(), "after", after.gflops()));
        result.put("gemmGflopsPerCpuSecond", Map.of("before", before.cpuGflops(), "after", after.cpuGflops()));
        result.put("wholeSeconds", seconds);
        result.put("wholeCpuSeconds", cpuSeconds);
        result.put("boundSeconds", bound.seconds(rate));
        result.put("ratioToBound", seconds / bound.seconds(rate));
        result.put("cpuRatioToBound", cpuSeconds / bound.seconds(cpuRate));
        result.put("scoreRatioToGemm", watch.laps().getOrDefault("score", 0.0) * rate / products);
        result.put("scoreCpuRatioToGemm", watch.cpuLaps().getOrDefault("score", 0.0) * cpuRate / products);
    }

    private static double sum(Map<String, Double> laps) {
        return laps.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private void tell(String key, Object... values) {
        System.err.println(Messages.text(lang, key, values));
    }

    /** Lists, block by block; the seconds between two blocks are the writer's. */
    private final class Blocks {
        private final TopLists lists;
        private final FloatMatrix people;
        private final SparseRows taken;
        private final Watch watch;
        private int from;

        Blocks(ImplicitAls.Everyone everyone, SparseRows taken, Watch watch) {
            lists = everyone.lists(plan.top());
            people = everyone.people();
            this.taken = taken;
            this.watch = watch;
        }

        TopLists.@Nullable Lists next() {
            if (from == taken.rows()) {
                return null;
            }
            watch.lap("write");
            int first = from;
            int end = Math.min(taken.rows(), first + BLOCK);
            TopLists.Lists block = inPool(() -> lists.of(people.slice(first, end), taken.slice(first, end)));
            add(block);
            from = end;
            watch.lap("score");
            return block;
        }

        private void add(TopLists.Lists block) {
            ByteBuffer bytes = ByteBuffer.allocate(8 * block.items().length);
            for (int place = 0; place < block.items().length; place++) {
                bytes.putInt(block.items()[place]).putFloat(block.scores()[place]);
            }
            checksum.update(bytes.flip());
        }
    }
}
