package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.util.Map;

/** A server of this process and a way to talk to it; closing the client stops the server. */
final class ServingClient {
    private ServingClient() {}

    static Client start(Terminal terminal, int port, Map<String, String> flags) {
        Terminal.Started started = terminal.start(port, flags);
        return new Client(started.server(), terminal.lang(), terminal.workspace(), started.handle());
    }
}
