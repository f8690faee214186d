package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** What every command that talks to a home has in common: which home, which workspace, how to print. */
public final class Terminal {
    /** Exit codes of all commands. */
    public static final int OK = 0;

    public static final int FAILURE = 1;
    public static final int USAGE = 2;
    /** Some rows were not taken, and are told of. */
    public static final int PARTIAL = 3;

    public static final int TRY_LATER = 75;

    /** Starts a server on a home, for one command. */
    @FunctionalInterface
    public interface Starter {
        /** @param flags settings of the command line, see {@link Lifetime#start} */
        Started start(Path home, int port, Map<String, String> flags);
    }

    /** A server of this process. */
    public record Started(Home.Running server, AutoCloseable handle) {}

    private final Starter starter;

    @Option(names = "--home", paramLabel = "DIR")
    private Path home = usualHome();

    @Option(names = "--workspace", paramLabel = "NAME")
    private String workspace = "main";

    @Option(names = "--json")
    private boolean json;

    public Terminal(Starter starter) {
        this.starter = starter;
    }

    /** {@code ~/.zhiyin}, where the shell sees {@code ~} too; Java's own idea of it ignores {@code HOME}. */
    private static Path usualHome() {
        String home = System.getenv("HOME");
        return Path.of(home == null || home.isBlank() ? System.getProperty("user.home") : home, ".zhiyin");
    }

    public Path home() {
        return home.toAbsolutePath().normalize();
    }

    public String workspace() {
        return workspace;
    }

    public boolean isJson() {
        return json;
    }

    public Lang lang() {
        return Lang.ofProcess();
    }

    public String text(String key, Object... args) {
        return Messages.text(lang(), key, args);
    }

    /** The server that runs on the home; else one that lives as long as the client. */
    public Client client() {
        Optional<Home.Running> running = Home.at(home()).running();
        if (running.isPresent()) {
            return new Client(running.get(), lang(), workspace, () -> {});
        }
        Started started = starter.start(home(), 0, Map.of());
        return new Client(started.server(), lang(), workspace, started.handle());
    }

    /** A server of this process, for commands that are one. */
    public Started start(int port, Map<String, String> flags) {
        return starter.start(home(), port, flags);
    }

    /** Data: standard output, one line. */
    public void print(String line) {
        System.out.println(line);
    }

    /** Data as JSON where it was asked for, else as these lines. */
    public void show(JsonNode data, Supplier<List<String>> lines) {
        if (json) {
            print(data);
        } else {
            lines.get().forEach(this::print);
        }
    }

    public void print(JsonNode data) {
        System.out.println(data.toString());
    }

    /** What is not data: standard error. */
    public void tell(String line) {
        System.err.println(line);
    }

    /** Shows how far a job is, on a terminal only. */
    public void progress(JsonNode job) {
        boolean isWatched =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        if (!json && isWatched) {
            System.err.printf(
                    "\r%-24s %3.0f %%",
                    job.path("stage").asText(), job.path("done").asDouble() * 100);
            if (job.path("state").asText().equals("DONE")) {
                System.err.println();
            }
        }
    }

    /** The texts of {@code --help} in one language, for picocli. */
    public static ResourceBundle help(Lang lang) {
        return new ResourceBundle() {
            @Override
            protected @Nullable Object handleGetObject(String key) {
                // picocli takes every text for a format.
                return containsKey(key) ? Messages.text(lang, "cli." + key).replace("%", "%%") : null;
            }

            @Override
            public boolean containsKey(String key) {
                return Messages.has("cli." + key);
            }

            @Override
            public Enumeration<String> getKeys() {
                List<String> keys = new ArrayList<>();
                for (String key : Messages.keys(lang)) {
                    if (key.startsWith("cli.")) {
                        keys.add(key.substring(4));
                    }
                }
                return Collections.enumeration(keys);
            }
        };
    }

    /** One sentence for a mistake on the command line, in the user's language; picocli's own are English only. */
    public static String mistake(Lang lang, CommandLine.ParameterException e) {
        return switch (e) {
            case CommandLine.UnmatchedArgumentException unmatched -> {
                String given = unmatched.getUnmatched().getFirst();
                List<String> allowed = new ArrayList<>();
                CommandSpec command = e.getCommandLine().getCommandSpec();
                if (given.startsWith("-") || command.subcommands().isEmpty()) {
                    command.options().forEach(o -> allowed.addAll(List.of(o.names())));
                } else {
                    allowed.addAll(command.subcommands().keySet());
                }
                yield Messages.text(lang, "platform.cli.unknown", given, Nearest.of(given, allowed));
            }
            case CommandLine.MissingParameterException missing -> {
                List<String> names =
                        missing.getMissing().stream().map(Terminal::name).toList();
                yield Messages.text(lang, "platform.cli.missing", String.join(", ", names));
            }
            case CommandLine.OverwrittenOptionException twice ->
                Messages.text(lang, "platform.cli.twice", name(twice.getOverwritten()));
            default -> illegal(lang, e);
        };
    }

    private static String illegal(Lang lang, CommandLine.ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e.getArgSpec() != null) {
            String value = String.valueOf(e.getValue());
            String name = e.getArgSpec() instanceof OptionSpec option ? option.longestName() : name(e.getArgSpec());
            return Messages.text(lang, "platform.cli.illegal", name, value, allowed(lang, e.getArgSpec(), e));
        }
        if (e.getCause() instanceof Problem problem) {
            return problem.detail(lang); // a command's own word on how its options go together
        }
        if (!command.subcommands().isEmpty()) {
            String verbs = String.join(", ", command.subcommands().keySet());
            return Messages.text(lang, "platform.cli.verb", command.qualifiedName(), verbs);
        }
        return Messages.text(lang, "platform.cli.unreadable", command.qualifiedName());
    }

    /** What may stand there: told by the option's own reader, else by its type. */
    private static String allowed(Lang lang, ArgSpec argument, CommandLine.ParameterException e) {
        if (e.getCause() instanceof Problem problem) {
            return String.valueOf(problem.facts().getLast());
        }
        Class<?> type = argument.type();
        if (type == boolean.class || type == Boolean.class) {
            return "true, false";
        }
        if (type == int.class || type == Integer.class) {
            return Messages.text(lang, "platform.cli.whole", Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return Messages.text(lang, "platform.cli.whole", Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return argument.paramLabel();
    }

    /** How it is typed: {@code --scope SCOPE}, or {@code FILE}. */
    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? (option.longestName() + " " + (option.arity().max() > 0 ? option.paramLabel() : "")).strip()
                : argument.paramLabel();
    }
}
