package io.zhiyin.app.lab;

import java.util.List;
import picocli.CommandLine;

/** The door of the lab: its commands. They need no home and keep nothing. */
public final class Lab {
    private Lab() {}

    /** The noun {@code lab} with its verbs. */
    public static List<CommandLine> commands() {
        return List.of(new CommandLine(new LabCli())
                .addSubcommand(new EvaluateCli())
                .addSubcommand(new TuneCli())
                .addSubcommand(new TableCli())
                .addSubcommand(new ScaleCli())
                .addSubcommand(new CaseCli())
                .addSubcommand(new ModelsCli()));
    }
}
