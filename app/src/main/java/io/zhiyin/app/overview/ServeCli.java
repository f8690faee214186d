package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code zhiyin serve}: the server, until it is stopped. */
@Command(name = "serve", mixinStandardHelpOptions = true)
final class ServeCli implements Callable<Integer> {
    @Mixin
    private final Terminal terminal;

    @Mixin
    private final PortOption port = new PortOption();

    ServeCli(Terminal.Starter starter) {
        this.terminal = new Terminal(starter);
    }

    @Override
    public Integer call() {
        try (Client client = ServingClient.start(terminal, port.port())) {
            terminal.print(SignInLink.of(client));
            untilStopped();
            return Terminal.OK;
        }
    }

    /** Returns when the process is asked to stop; the caller then closes what it opened before the process ends. */
    static void untilStopped() {
        Thread caller = Thread.currentThread();
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                caller.join(25_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
