package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code zhiyin lab} alone: tells which verbs there are. */
@Command(name = "lab", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class LabCli implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return Terminal.USAGE;
    }
}
