package io.zhiyin.app.ingest;

import io.zhiyin.app.platform.PostgresServer;
import java.nio.file.Path;

/** The same with the state in PostgreSQL. */
class EventApiOnPostgresTest extends EventApiTest {
    @Override
    void settle(Path home) {
        PostgresServer.settle(home);
    }
}
