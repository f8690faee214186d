package io.zhiyin.app.lab;

import io.zhiyin.engine.recommend.ImplicitAls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code lab scale} is to do.
 *
 * @param data the file of pairs
 * @param isForeign whether the file was given and not made here, so that nothing is known of its truth
 * @param out where the lists go
 */
record ScalePlan(
        ScaleMarket market,
        Path data,
        boolean isForeign,
        Path out,
        int factors,
        int iterations,
        int top,
        int threads,
        ImplicitAls.Solver solver) {
    private static final double HEAP_SLACK = 1.1;
    private static final long HEAP_BASE_MIB = 352;

    /** The rest as the model has it by default. */
    ImplicitAls.Settings settings() {
        ImplicitAls.Settings usual = ImplicitAls.Settings.DEFAULTS;
        return new ImplicitAls.Settings(
                factors, iterations, usual.lambda(), usual.unobservedWeight(), usual.frequencyScaling(), solver);
    }

    /**
     * The heap that the work needs: the pairs in rows and in columns (16 bytes each), a vector and 64 bytes for each
     * person and item, and a fixed part for scratch, the lists of a block and the matrix product that is timed.
     *
     * @param pairs in the file
     * @param rows people and items
     */
    long heapMib(long pairs, long rows) {
        double bytes = 16.0 * pairs + (4.0 * factors + 64) * rows;
        return HEAP_BASE_MIB + (long) (HEAP_SLACK * bytes / (1 << 20));
    }

    /** The options that say the same again, for a process of its own. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        told().forEach((name, value) -> {
            options.add("--" + name);
            options.add(String.valueOf(value));
        });
        return options;
    }

    /** A solver as it is typed. */
    static String name(ImplicitAls.Solver solver) {
        return solver.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Everything that the result depends on. */
    Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        if (!isForeign) {
            told.put("users", market.users());
            told.put("items", market.items());
            told.put("interactions", market.interactions());
        }
        told.put("factors", factors);
        told.put("iterations", iterations);
        told.put("top", top);
        told.put("threads", threads);
        told.put("solver", name(solver));
        told.put("seed", market.seed());
        return told;
    }
}
