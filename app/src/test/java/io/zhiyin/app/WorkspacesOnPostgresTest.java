package io.zhiyin.app;

import io.zhiyin.app.platform.PostgresServer;
import java.nio.file.Path;

/** The same with the state in PostgreSQL. */
class WorkspacesOnPostgresTest extends WorkspacesTest {
    @Override
    void settle(Path home) {
        PostgresServer.settle(home);
    }
}
