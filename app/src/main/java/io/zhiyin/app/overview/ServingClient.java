package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;

/** A server of this process and a way to talk to it; closing the client stops the server. */
final class ServingClient {
    private ServingClient() {}

    static Client start(Terminal terminal, int port) {
        Terminal.Started started = terminal.start(port);
        return new Client(started.server(), terminal.lang(), terminal.workspace(), started.handle());
    }
}
