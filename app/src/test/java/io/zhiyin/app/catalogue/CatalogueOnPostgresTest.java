package io.zhiyin.app.catalogue;

import io.zhiyin.app.platform.PostgresServer;
import java.nio.file.Path;

/** The same with the state in PostgreSQL. */
class CatalogueOnPostgresTest extends CatalogueTest {
    @Override
    void settle(Path home) {
        PostgresServer.settle(home);
    }
}
