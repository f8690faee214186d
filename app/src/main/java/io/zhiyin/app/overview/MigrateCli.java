package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.StateDb;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.app.platform.Upgrade;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zhiyin migrate}: what the next start would do to a home's databases, before it or instead of it. */
@Command(name = "migrate", mixinStandardHelpOptions = true)
final class MigrateCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Option(names = "--dry-run")
    private boolean isDry;

    MigrateCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        Upgrade upgrade = new Upgrade(terminal.home());
        List<StateDb.Plan> plans = isDry ? upgrade.plan() : upgrade.run();
        terminal.show(
                Json.MAPPER.valueToTree(Map.of("dryRun", isDry, "databases", plans)),
                () -> plans.stream().map(this::line).toList());
        return Terminal.OK;
    }

    private String line(StateDb.Plan plan) {
        if (plan.pending().isEmpty()) {
            return terminal.text("overview.cli.migrate.nothing", plan.database());
        }
        String key = isDry ? "overview.cli.migrate.would" : "overview.cli.migrate.done";
        return terminal.text(key, plan.database(), String.join(", ", plan.pending()));
    }
}
