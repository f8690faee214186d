package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Restore;
import io.zhiyin.app.platform.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zhiyin restore}: a home from a backup, or the proof that one could be made. No server has to do with it. */
@Command(name = "restore", mixinStandardHelpOptions = true)
final class RestoreCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "FILE")
    private Path file = Path.of("");

    @Option(names = "--verify")
    private boolean verify;

    @Option(names = "--state", paramLabel = "URL")
    private String state = "";

    RestoreCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        Restore restore = new Restore(file);
        Restore.Told told = verify ? restore.verify(terminal.home()) : restore.to(terminal.home(), state);
        long events = told.events().values().stream().mapToLong(Long::longValue).sum();
        String key = verify ? "overview.cli.restore.verified" : "overview.cli.restore.done";
        terminal.show(
                Json.MAPPER.valueToTree(told),
                () -> List.of(terminal.text(
                        key, terminal.home().toString(), told.created(), told.parts(), told.bytes(), events)));
        return Terminal.OK;
    }
}
