package io.zhiyin.app.platform;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * State in one schema of a PostgreSQL database. Reads are {@code REPEATABLE READ READ ONLY}; a commit returns when the
 * database's own log is forced ({@code synchronous_commit}, whatever the database is set to).
 *
 * <p>The writing connection holds an advisory lock on the schema. A second server is refused by it, and since nothing is
 * written over any other connection, a server that lost the lock with its connection cannot write beside the new holder.
 *
 * <p>Text is compared by bytes (collation C), as SQLite does it, and its length is not limited by a type.
 */
final class PostgresState implements StateStore {
    static final String PREFIX = "jdbc:postgresql:";

    /** Begins the comment of a schema. */
    private static final String HOME_MARK = "zhiyin home ";

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 60;

    /** The first half of our advisory locks' keys: "zh". */
    private static final int LOCK = 0x7a68;

    /** Connection exceptions, the database being shut down or starting, and being forced out of it. */
    private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "53300");

    private static final String NUL_IN_TEXT = "22021";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final PGSimpleDataSource source;
    private final String schema;
    private final Path copies;
    private final String home;

    /**
     * @param url {@code jdbc:postgresql://host/db?user=…&password=…}; it is told to nobody
     * @param schema of plain letters, digits, hyphens and underscores
     * @param copies see {@link StateStore#copies}
     * @param home the id of the home whose state it is: a schema belongs to one, whoever comes first
     */
    PostgresState(String url, String schema, Path copies, String home) {
        if (!schema.matches("[a-z0-9_-]{1,63}")) {
            throw new IllegalArgumentException("illegal schema: " + schema + ", must be letters, digits, - and _");
        }
        this.schema = schema;
        if (!home.matches("[a-z0-9-]{1,63}")) {
            throw new IllegalArgumentException("illegal home: " + home + ", must be letters, digits and -");
        }
        this.copies = copies;
        this.home = home;
        this.source = source(url, schema);
    }

    private static PGSimpleDataSource source(String url, String schema) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setUrl(url);
            source.setProperty(PGProperty.CURRENT_SCHEMA, '"' + schema + '"');
            source.setProperty(PGProperty.APPLICATION_NAME, "zhiyin, " + us());
            // A server whose machine went without a word must not hold the lock for the two hours of TCP's patience.
            source.setProperty(
                    PGProperty.OPTIONS,
                    "-c synchronous_commit=on -c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5"
                            + " -c tcp_keepalives_count=4");
            source.setProperty(PGProperty.CONNECT_TIMEOUT, Integer.toString(CONNECT_SECONDS));
            source.setProperty(PGProperty.SOCKET_TIMEOUT, Integer.toString(ANSWER_SECONDS));
            source.setProperty(PGProperty.TCP_KEEP_ALIVE, "true");
            // The details of an error are values of the row, and errors are logged.
            source.setProperty(PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
        } catch (IllegalArgumentException e) {
            // Its message would show the address, and the address may show a password.
            throw Problem.of(400, "setting_illegal", "state", PREFIX + "…", PREFIX + "//host/db?user=…");
        }
        return source;
    }

    private static String us() {
        try {
            return "process " + ProcessHandle.current().pid() + " on "
                    + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "process " + ProcessHandle.current().pid();
        }
    }

    @Override
    public String name() {
        return "postgresql://" + String.join(",", source.getServerNames()) + "/" + source.getDatabaseName()
                + ", schema " + schema;
    }

    @Override
    public void prepare() {
        // the schema is made by the first migration
    }

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public void configure(FluentConfiguration flyway) {
        flyway.schemas(schema).defaultSchema(schema).createSchemas(true);
    }

    @Override
    public String words(String sql) {
        return sql.replaceAll(
                        "(?i)\\binteger primary key( autoincrement)?",
                        "bigint generated by default as identity primary key")
                .replaceAll("(?i)\\bblob\\b", "bytea")
                .replaceAll("(?i)\\b(varchar\\(\\d+\\)|text)(?= (primary|not|unique|,|\\n))", "text collate \"C\"");
    }

    @Override
    public Connection writing() throws SQLException {
        Connection connection = source.getConnection();
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_try_advisory_lock(?, hashtext(?) & 2147483647)")) {
            lock.setInt(1, LOCK);
            lock.setString(2, schema);
            try (ResultSet got = lock.executeQuery()) {
                got.next();
                if (got.getBoolean(1)) {
                    mustBeOurs(connection);
                    return connection;
                }
            }
            throw Problem.of(503, "state_in_use", name(), holder(connection)).retryAfterSeconds(30);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Two homes that use one schema in turn would each answer with what the other's people typed. The schema's comment
     * says whose it is; a dump does not have it, so that what is restored belongs to the home that restored it.
     */
    private void mustBeOurs(Connection connection) throws SQLException {
        String mark = mark(connection);
        if (mark.startsWith(HOME_MARK) && !mark.equals(HOME_MARK + home)) {
            throw Problem.of(409, "state_of_another_home", name(), mark.substring(HOME_MARK.length()), home, schema);
        }
    }

    private String mark(Connection connection) throws SQLException {
        try (PreparedStatement asked = connection.prepareStatement(
                "select coalesce(obj_description(oid, 'pg_namespace'), '') from pg_namespace where nspname = ?")) {
            asked.setString(1, schema);
            try (ResultSet one = asked.executeQuery()) {
                return one.next() ? one.getString(1) : "";
            }
        }
    }

    @Override
    public void opened(Handle writer) {
        try {
            if (!mark(writer.getConnection()).startsWith(HOME_MARK)) {
                writer.execute("comment on schema \"" + schema + "\" is '" + HOME_MARK + home + "'");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String holder(Connection connection) throws SQLException {
        try (PreparedStatement who = connection.prepareStatement("select application_name, client_addr"
                + " from pg_locks l join pg_stat_activity a using (pid) where l.locktype = 'advisory' and l.granted"
                + " and l.database = (select oid from pg_database where datname = current_database())"
                + " and l.classid = ?::bigint::oid and l.objid = (hashtext(?) & 2147483647)::bigint::oid")) {
            who.setInt(1, LOCK);
            who.setString(2, schema);
            try (ResultSet one = who.executeQuery()) {
                return one.next() ? one.getString(1) + " (" + one.getString(2) + ")" : "?";
            }
        }
    }

    @Override
    public Connection reading() throws SQLException {
        Connection connection = source.getConnection();
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    /** Its pages are the database's own business; what is asked here is whether it answers. */
    @Override
    public Optional<String> damage(Handle writer) {
        try {
            writer.createQuery("select 1").mapTo(Integer.class).one();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Rewrites every table: dead rows stay in its files until then. The database's log keeps them until it goes round. */
    @Override
    public void scrub(Handle writer) {
        List<String> tables = writer.createQuery(
                        "select tablename from pg_tables where schemaname = :schema order by tablename")
                .bind("schema", schema)
                .mapTo(String.class)
                .list();
        writer.execute("set lock_timeout = '10s'");
        tables.forEach(table -> writer.execute("vacuum (full) \"" + table + "\""));
        writer.execute("reset lock_timeout");
    }

    @Override
    public boolean isLost(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectionException) {
                return true;
            }
        }
        return state(e).filter(s -> s.startsWith("08") || LOST.contains(s)).isPresent();
    }

    @Override
    public RuntimeException explain(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        String state = state(e).orElse("");
        if (isLost(e) || state.equals(LOCK_NOT_AVAILABLE)) {
            return Problem.of(503, "state_unavailable", name(), root(e)).retryAfterSeconds(5);
        }
        return state.equals(NUL_IN_TEXT) ? Problem.of(400, "text_with_nul") : e;
    }

    private static String root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static Optional<String> state(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return Optional.of(sql.getSQLState());
            }
        }
        return Optional.empty();
    }

    @Override
    public Path copies() {
        return copies;
    }

    @Override
    public Path copy(StateDb state, Handle writer, Path stem) throws IOException {
        Path copy = stem.resolveSibling(stem.getFileName() + ".jsonl");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
            StateDump.write(state, out);
        }
        return copy;
    }

    @Override
    public void filled(Handle writer) {
        writer.createQuery("select format('select setval(pg_get_serial_sequence(%L, %L), max(%I)) from %I.%I"
                        + " having max(%I) is not null', quote_ident(table_schema) || '.' || quote_ident(table_name),"
                        + " column_name, column_name, table_schema, table_name, column_name)"
                        + " from information_schema.columns where table_schema = :schema and is_identity = 'YES'")
                .bind("schema", schema)
                .mapTo(String.class)
                .list()
                .forEach(
                        counter -> writer.createQuery(counter).mapTo(Long.class).list());
    }

    @Override
    public boolean isEmpty() {
        return Jdbi.create(source)
                .withHandle(db -> db.createQuery(
                                "select count(*) = 0 from information_schema.tables where table_schema = :schema")
                        .bind("schema", schema)
                        .mapTo(Boolean.class)
                        .one());
    }

    @Override
    public void drop() {
        Jdbi.create(source).useHandle(db -> db.execute("drop schema if exists \"" + schema + "\" cascade"));
    }
}
