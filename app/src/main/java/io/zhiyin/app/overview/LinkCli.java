package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code zhiyin link}: one more sign-in link of the server that runs. */
@Command(name = "link", mixinStandardHelpOptions = true)
final class LinkCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    LinkCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        if (Home.at(terminal.home()).running().isEmpty()) {
            throw Problem.of(409, "no_server", terminal.home().toString());
        }
        try (Client client = terminal.client()) {
            terminal.print(SignInLink.of(client, terminal));
            return Terminal.OK;
        }
    }
}
