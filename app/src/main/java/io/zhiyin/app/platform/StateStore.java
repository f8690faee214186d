package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;

/** The database under {@link StateDb}, and all that one does otherwise than another; the SQL of slices is the same. */
sealed interface StateStore permits SqliteState, PostgresState {

    /** Where it is, for people: never a password. */
    String name();

    /** Makes what must be there before the first connection. */
    void prepare();

    /** Connections for migrations. */
    DataSource source();

    /** Tells Flyway what it must know of this database. */
    void configure(FluentConfiguration flyway);

    /** A migration's SQL, which is written for SQLite, in this database's words. */
    String words(String sql);

    /** The one connection that writes; nobody else has one at the same time. */
    Connection writing() throws SQLException;

    /** A connection whose transactions see one moment and cannot write. */
    Connection reading() throws SQLException;

    /** After the migrations, on the writer. */
    default void opened(Handle writer) {}

    /** After each transaction, on the writer. */
    default void committed(Handle writer) {}

    /** Why it takes no changes until it was opened again, if it does not. */
    default Optional<String> unwritable() {
        return Optional.empty();
    }

    /**
     * Before the writer is closed.
     *
     * @param isRead whether somebody still reads, who did not end in time
     * @return whether it may be closed; else it is left to the end of the process
     */
    default boolean closing(Handle writer, boolean isRead) {
        return true;
    }

    /** After the last connection was closed, or none could be opened. */
    default void closed() {}

    /** What is damaged in it, in words for an engineer; on the writer, while nobody writes. */
    Optional<String> damage(Handle writer);

    /** How many pages of a write that was never finished were cut off at the start; normal after a crash. */
    default int tornFrames() {
        return 0;
    }

    /** Sees to it that deleted rows are gone from its files; on the writer, outside a transaction. */
    void scrub(Handle writer);

    /** Whether this says that the connection is gone, and not that the work was wrong. */
    boolean isLost(Throwable e);

    /** What to tell instead of an exception of the driver: a {@link Problem} where it is no fault of ours. */
    RuntimeException explain(RuntimeException e);

    /** The folder for the copies that are made before a migration, and the first part of their names. */
    Path copies();

    /**
     * Copies all of it into a file, as it is before a migration.
     *
     * @param state open, of an older version
     * @param stem of the file, without its ending
     * @return the file
     */
    Path copy(StateDb state, Handle writer, Path stem) throws IOException;

    /** After rows with ids of their own were put in: the next id that it gives comes behind them. */
    void filled(Handle writer);

    /** Whether there is nothing in it yet, not even a table. */
    boolean isEmpty();

    /** Removes all of it. */
    void drop();
}
