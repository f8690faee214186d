package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zhiyin serve}: the server, until it is stopped. */
@Command(name = "serve", mixinStandardHelpOptions = true)
final class ServeCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Mixin
    private final PortOption port = new PortOption();

    @Option(names = "--state", paramLabel = "URL")
    private String state = "";

    ServeCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        try (Client client = ServingClient.start(
                terminal, port.port(), state.isEmpty() ? Map.of() : Map.of("ZHIYIN_STATE", state))) {
            terminal.print(SignInLink.of(client, terminal));
            terminal.tell(terminal.text("overview.cli.serving"));
            untilStopped(client);
            return Terminal.OK;
        }
    }

    /** Returns when the process was asked to stop and the server is closed; the process does not end before. */
    static void untilStopped(Client client) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            await(closed);
        }));
        await(stop);
        client.close();
        closed.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
