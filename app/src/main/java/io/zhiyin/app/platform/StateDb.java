package io.zhiyin.app.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

public final class StateDb implements AutoCloseable {
    private final Jdbi jdbi;

    private StateDb(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public static StateDb open(Path file, List<String> migrations) {
        return new StateDb(Jdbi.create("jdbc:sqlite:" + file));
    }

    public <T> T read(Function<Handle, T> work) {
        return jdbi.withHandle(work::apply);
    }

    public <T> T write(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    public void tell(Handle db, Event event) {}

    @Override
    public void close() {}
}
