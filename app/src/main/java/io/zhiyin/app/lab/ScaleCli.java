package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.engine.recommend.ImplicitAls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code zhiyin lab scale}: a training of any size and the best items of everybody, timed part by part. The data are
 * made in one process and the work is done in another, with a heap that fits it: so making counts neither in the time
 * nor in the memory.
 */
@Command(name = "scale", mixinStandardHelpOptions = true)
final class ScaleCli implements Callable<Integer> {
    private static final int USERS_MAX = 20_000_000;
    private static final int ITEMS_MAX = 1_000_000;
    private static final int INTERACTIONS_MAX = 1_000_000_000;
    private static final int SMALL_MAX = 1000;
    private static final int CELLS_MAX = Integer.MAX_VALUE - 8;

    private final Lang lang = Lang.ofProcess();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--users", paramLabel = "N")
    private @Nullable String users;

    @Option(names = "--items", paramLabel = "N")
    private @Nullable String items;

    @Option(names = "--interactions", paramLabel = "N")
    private @Nullable String interactions;

    @Option(names = "--factors", paramLabel = "N")
    private String factors = "64";

    @Option(names = "--iterations", paramLabel = "N")
    private String iterations = "10";

    @Option(names = "--top", paramLabel = "N")
    private String top = "10";

    @Option(names = "--threads", paramLabel = "N")
    private String threads = String.valueOf(Runtime.getRuntime().availableProcessors());

    @Option(names = "--solver", paramLabel = "NAME")
    private String solver = "mixed";

    @Option(names = "--seed", paramLabel = "N")
    private String seed = "1";

    @Option(names = "--data", paramLabel = "FILE")
    private @Nullable Path data;

    @Option(names = "--out", paramLabel = "FILE")
    private @Nullable Path out;

    @Option(names = "--json")
    private boolean json;

    /** The part that a process of its own does: make, or run. */
    @Option(names = "--step", hidden = true)
    private @Nullable String step;

    @Override
    public Integer call() {
        Path folder = temporaryFolder();
        try {
            ScalePlan plan = typed(folder);
            if ("make".equals(step)) {
                plan.market().make(plan.data(), plan.threads());
                return Terminal.OK;
            }
            if ("run".equals(step)) {
                Answer answer = ScaleJob.run(plan, lang);
                System.out.println(json ? answer.json() : ScaleText.of(answer, lang));
                return Terminal.OK;
            }
            return inProcesses(plan);
        } finally {
            delete(folder);
        }
    }

    private int inProcesses(ScalePlan plan) {
        ScaleMarket market = plan.market();
        long pairs = market.interactions();
        long rows = (long) market.users() + market.items();
        if (plan.isForeign()) {
            long[] sizes = ScaleInput.sizes(plan.data());
            pairs = sizes[0];
            rows = sizes[1] + sizes[2];
        } else if (Files.exists(plan.data())) {
            market.check(plan.data());
        } else {
            System.err.println(Messages.text(lang, "lab.scale.make", plan.data()));
            int made = ScaleProcess.run(plan, "make", false, plan.heapMib(pairs, 2 * rows));
            if (made != Terminal.OK) {
                return made;
            }
        }
        return ScaleProcess.run(plan, "run", json, plan.heapMib(pairs, rows));
    }

    private ScalePlan typed(Path folder) {
        try {
            boolean isForeign = users == null && items == null && interactions == null && isForeign(data);
            ScaleMarket market = new ScaleMarket(
                    Typed.count("--users", users == null ? "1000000" : users, USERS_MAX),
                    Typed.count("--items", items == null ? "10000" : items, ITEMS_MAX),
                    Typed.count("--interactions", interactions == null ? "30000000" : interactions, INTERACTIONS_MAX),
                    Typed.seed(seed));
            ScalePlan plan = new ScalePlan(
                    market,
                    data == null ? folder.resolve("pairs.parquet") : data,
                    isForeign,
                    out == null ? folder.resolve("lists.parquet") : out,
                    Typed.count("--factors", factors, SMALL_MAX),
                    Typed.count("--iterations", iterations, SMALL_MAX),
                    Typed.count("--top", top, SMALL_MAX),
                    Typed.count("--threads", threads, SMALL_MAX),
                    solver(solver));
            int most = CELLS_MAX / plan.factors();
            if (market.users() > most) {
                throw Problem.of(400, "lab_scale_number", "--users", market.users(), 1, most);
            }
            return plan;
        } catch (Problem p) {
            throw new ParameterException(spec.commandLine(), p.detail(lang), p);
        }
    }

    /** Whether a file is there that was not made by this command. */
    private static boolean isForeign(@Nullable Path file) {
        return file != null && Files.exists(file) && ScaleMarket.marketOf(file).isEmpty();
    }

    private static ImplicitAls.Solver solver(String typed) {
        Map<String, ImplicitAls.Solver> names = new LinkedHashMap<>();
        for (ImplicitAls.Solver one : ImplicitAls.Solver.values()) {
            names.put(ScalePlan.name(one), one);
        }
        ImplicitAls.Solver found = names.get(typed);
        if (found == null) {
            List<String> allowed = List.copyOf(names.keySet());
            throw Problem.of(400, "lab_scale_solver", typed, Nearest.of(typed, allowed), String.join(", ", allowed));
        }
        return found;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("zhiyin-scale");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
