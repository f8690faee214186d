package io.zhiyin.app.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;

/** The database under {@link StateDb}, and all that one does otherwise than another; the SQL of slices is the same. */
sealed interface StateStore permits SqliteState {

    /** Where it is, for people: never a password. */
    String name();

    /** Makes what must be there before the first connection. */
    void prepare();

    /** Connections for migrations. */
    DataSource source();

    /** Tells Flyway what it must know of this database. */
    void configure(FluentConfiguration flyway);

    /** The one connection that writes; nobody else has one at the same time. */
    Connection writing() throws SQLException;

    /** A connection whose transactions see one moment and cannot write. */
    Connection reading() throws SQLException;

    /** What is damaged in it, in its own words. */
    Optional<String> damage(StateDb state);

    /** Sees to it that deleted rows are gone from its files; on the writer, outside a transaction. */
    void scrub(Handle writer);

    /** Whether this says that the connection is gone, and not that the work was wrong. */
    boolean isLost(Throwable e);

    /** What to tell instead of an exception of the driver: a {@link Problem} where it is no fault of ours. */
    RuntimeException explain(RuntimeException e);
}
