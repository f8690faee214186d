package io.zhiyin.app.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Stand-in until the state database is merged. */
public final class StateDb implements AutoCloseable {
    private final Jdbi jdbi;

    private StateDb(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public static StateDb open(Path file, List<String> migrations) {
        String url = "jdbc:sqlite:" + file;
        try {
            java.nio.file.Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        if (!migrations.isEmpty()) {
            Flyway.configure()
                    .dataSource(url, "", "")
                    .locations(migrations.toArray(new String[0]))
                    .load()
                    .migrate();
        }
        return new StateDb(Jdbi.create(url));
    }

    public synchronized <T> T read(Function<Handle, T> work) {
        return jdbi.withHandle(work::apply);
    }

    public synchronized <T> T write(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    public void tell(Handle db, Event event) {}

    @Override
    public void close() {}
}
