package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zhiyin lab models}: every model, with its settings, their defaults and their meaning. */
@Command(name = "models", mixinStandardHelpOptions = true)
final class ModelsCli implements Callable<Integer> {
    private final Lang lang = Lang.ofProcess();

    @Option(names = "--json")
    private boolean json;

    @Override
    public Integer call() {
        Watch watch = new Watch();
        Map<String, Object> result = Map.of("models", Manual.list(lang));
        watch.lap("list");
        System.out.println(json ? new Answer("lab models", Map.of(), watch.laps(), result).json() : Manual.page(lang));
        return Terminal.OK;
    }
}
