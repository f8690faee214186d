package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.app.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** State in PostgreSQL: the contract, and what happens when the database goes and comes back. */
class PostgresStateTest extends StateDbContract {
    private static final String HOME = "home-of-this-test";

    private final String url = PostgresServer.freshDatabase();

    @Override
    StateStore store() {
        return new PostgresState(url, "zhiyin_w_my-school", folder.resolve("home/backups/state"), HOME);
    }

    @Override
    String bytes() {
        PostgresServer.execute("checkpoint");
        return PostgresServer.files(url);
    }

    @Test
    void aSecondServerIsToldWhoHasTheDatabase() {
        try (StateDb _ = open()) {
            assertThatThrownBy(this::open).isInstanceOfSatisfying(Problem.class, e -> {
                assertThat(e.code()).isEqualTo("state_in_use");
                assertThat(e.facts().getLast().toString())
                        .contains("process " + ProcessHandle.current().pid());
            });
        }
        open().close();
    }

    @Test
    void anotherHomeThatUsesTheDatabaseInTurnIsRefusedByName() {
        try (StateDb state = open()) {
            state.<Integer>write(db -> put(db, "ours"));
        }
        StateStore others = new PostgresState(url, "zhiyin_w_my-school", folder, "another-home");
        assertThatThrownBy(() -> StateDb.open(others, SHOP)).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.code()).isEqualTo("state_of_another_home");
            assertThat(e.facts()).contains(HOME, "another-home");
        });
        try (StateDb state = open()) {
            assertThat(shelf(state)).containsExactly("ours");
        }
    }

    @Test
    void twoHomesOnOneDatabaseInTurnAreNoticedAndOneHomeComesBackAsOftenAsItLikes() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        for (Path home : List.of(first, second)) {
            Files.createDirectories(home);
            Files.writeString(home.resolve("zhiyin.yaml"), "state: \"" + url + "\"\n");
        }
        App.start(first, 0, Clock.systemUTC()).close();
        assertThatThrownBy(() -> App.start(second, 0, Clock.systemUTC()))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("state_of_another_home"));
        App.start(first, 0, Clock.systemUTC()).close();
    }

    @Test
    void aLostDatabaseIs503AndIsUsedAgainWhenItIsBack() {
        try (StateDb state = open()) {
            state.<Integer>write(db -> put(db, "before"));
            assertThat(shelf(state)).hasSize(1);
            PostgresServer.letIn(url, false);
            PostgresServer.disconnectAll(url);
            for (int i = 0; i < 3; i++) {
                assertUnavailable(() -> shelf(state));
                assertUnavailable(() -> state.<Integer>write(db -> put(db, "meanwhile")));
            }
            PostgresServer.letIn(url, true);
            state.<Integer>write(db -> put(db, "after"));
            assertThat(shelf(state)).containsExactly("after", "before");
        } finally {
            PostgresServer.letIn(url, true);
        }
    }

    private static void assertUnavailable(Runnable work) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.status()).isEqualTo(503);
            assertThat(e.code()).isEqualTo("state_unavailable");
            assertThat(e.retryAfterSeconds()).isPositive();
        });
    }

    @Test
    void aDatabaseThatIsNotThereIs503WithoutItsPassword() {
        StateStore nowhere =
                new PostgresState("jdbc:postgresql://127.0.0.1:1/x?user=u&password=geheim", "s", folder, HOME);
        assertThatThrownBy(() -> StateDb.open(nowhere, SHOP))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("state_unavailable"))
                .hasMessageNotContaining("geheim");
        assertThat(nowhere.name()).isEqualTo("postgresql://127.0.0.1/x, schema s");
    }

    @Test
    void aTextWithAZeroByteIsTheSendersMistake() {
        try (StateDb state = open()) {
            assertThatThrownBy(() -> state.<Integer>write(db -> put(db, "a\0b")))
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.code()).isEqualTo("text_with_nul"));
        }
    }

    @Test
    void everyTableIsTheSameInBothDatabases() {
        for (List<String> migrations : List.of(Lifetime.WORKSPACE_MIGRATIONS, Lifetime.SERVER_MIGRATIONS)) {
            try (StateDb postgres =
                            StateDb.open(new PostgresState(url, "s" + migrations.size(), folder, HOME), migrations);
                    StateDb sqlite = StateDb.open(folder.resolve(migrations.size() + ".db"), migrations)) {
                assertThat(columns(postgres)).isEqualTo(columns(sqlite)).hasSizeGreaterThan(3);
            }
        }
    }

    /** Table.column, with whether it may be null, whether it is of the key, and the kind of values. */
    private static Map<String, String> columns(StateDb state) {
        return state.read(db -> {
            Map<String, String> all = new TreeMap<>();
            try {
                var meta = db.getConnection().getMetaData();
                String schema = db.getConnection().getSchema();
                List<String> tables = new ArrayList<>();
                try (var rows = meta.getTables(null, schema, "%", new String[] {"TABLE"})) {
                    while (rows.next()) {
                        tables.add(rows.getString("TABLE_NAME"));
                    }
                }
                tables.removeIf(table -> table.startsWith("flyway_") || table.startsWith("sqlite_"));
                for (String table : tables) {
                    try (var rows = meta.getColumns(null, schema, table, "%")) {
                        while (rows.next()) {
                            String kind = rows.getString("TYPE_NAME").toLowerCase(Locale.ROOT);
                            boolean isText = kind.startsWith("varchar") || kind.equals("text");
                            boolean isNumber = kind.contains("int") || kind.contains("serial");
                            all.put(
                                    table + "." + rows.getString("COLUMN_NAME"),
                                    (isText ? "text" : isNumber ? "number" : "bytes"));
                        }
                    }
                    try (var rows = meta.getPrimaryKeys(null, schema, table)) {
                        while (rows.next()) {
                            all.merge(table + "." + rows.getString("COLUMN_NAME"), " key", String::concat);
                        }
                    }
                    try (var rows = meta.getIndexInfo(null, schema, table, false, false)) {
                        while (rows.next()) {
                            String column = rows.getString("COLUMN_NAME");
                            if (column != null
                                    && !all.getOrDefault(table + "." + column, "")
                                            .endsWith(" key")) {
                                all.put(
                                        table + "." + column + " indexed",
                                        rows.getBoolean("NON_UNIQUE") ? "" : "unique");
                            }
                        }
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return all;
        });
    }
}
