package io.zhiyin.app;

import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.lab.Lab;
import io.zhiyin.app.overview.Overview;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.app.recommend.Recommendations;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** From argv to a command. */
@Command(
        name = "zhiyin",
        mixinStandardHelpOptions = true,
        version = "zhiyin 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        // A server tells what it does; a command shows only what went wrong. Read before the first line is logged.
        if (args.length > 0 && args[0].equals("serve")) {
            System.setProperty("zhiyin.log.level", "INFO");
        }
        System.exit(run(args));
    }

    /** Runs one command line; the exit code. */
    public static int run(String... args) {
        CommandLine line = line(Lang.ofProcess());
        return line.execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    /** All commands, speaking one language. */
    static CommandLine line(Lang lang) {
        CommandLine line = new CommandLine(new Main());
        commands().forEach(command -> line.addSubcommand(command.getCommandName(), command));
        line.setResourceBundle(Terminal.help(lang));
        line.setParameterExceptionHandler((e, _) -> {
            System.err.println(Terminal.mistake(lang, e));
            return Terminal.USAGE;
        });
        line.setExecutionExceptionHandler((e, _, _) -> failed(lang, e));
        return line;
    }

    private static List<CommandLine> commands() {
        return Stream.of(
                        Overview.commands(Main::start),
                        Events.commands(Main::start),
                        Recommendations.commands(Main::start),
                        Lab.commands())
                .flatMap(List::stream)
                .toList();
    }

    /** A server of this process for one command. */
    static Terminal.Started start(Path home, int port, Map<String, String> flags) {
        Lifetime lifetime = App.start(home, port, Clock.systemUTC(), flags);
        return new Terminal.Started(lifetime.running(), lifetime);
    }

    private static int failed(Lang lang, Exception e) throws Exception {
        return switch (e) {
            case Problem p -> {
                System.err.println(p.detail(lang));
                yield code(p.status());
            }
            case Client.Refused r -> {
                System.err.println(r.getMessage());
                yield code(r.status());
            }
            default -> throw e;
        };
    }

    private static int code(int status) {
        return status == 429 || status == 503 ? Terminal.TRY_LATER : Terminal.FAILURE;
    }
}
