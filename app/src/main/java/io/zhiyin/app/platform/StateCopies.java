package io.zhiyin.app.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The copies that migrations left beside a state file ({@code backups/}), and what putting one back in the place of a
 * damaged file would cost: rows that can still be read of the damaged one and are not in the copy.
 *
 * <p>Cost: what {@link Salvage} costs, and a pass over both files.
 */
public final class StateCopies {
    private StateCopies() {}

    /**
     * One table of a damaged file and of a copy.
     *
     * @param inCopy rows of the copy
     * @param lost rows that can be read of the damaged file and are not in the copy, or otherwise
     * @param broughtBack rows of the copy that cannot be read of the damaged file, or otherwise
     */
    public record Table(String name, long inCopy, long lost, long broughtBack) {}

    /** The newest copy that can be read. */
    public record Offer(Path file, Path copy, List<Table> tables) {
        /** How many rows that can be read would be gone. */
        public long lost() {
            return tables.stream().mapToLong(Table::lost).sum();
        }
    }

    /** What can be put back for each damaged file that has a copy. Changes nothing. */
    public static List<Offer> offers(Home home, List<Salvage.Damaged> damaged) {
        return home.alone(() -> {
            List<Offer> offers = new ArrayList<>();
            for (Salvage.Damaged one : damaged) {
                offer(home, one.file()).ifPresent(offers::add);
            }
            return offers;
        });
    }

    /** Puts a copy in the place of the damaged file, which is kept aside; where. */
    public static Path restore(Home home, Offer offer) {
        return home.alone(() -> {
            Path work = Files.createTempDirectory("zhiyin-doctor");
            try {
                Path fresh = migrated(home, offer.file(), offer.copy(), work);
                Path aside = Salvage.keep(offer.file());
                Path beside = Path.of(offer.file() + Salvage.RESTORED);
                Salvage.deleteAll(beside);
                Salvage.copyAll(fresh, Files.createDirectories(beside));
                Salvage.exchange(offer.file(), beside.resolve(Salvage.name(offer.file())));
                Salvage.deleteAll(beside);
                return aside;
            } finally {
                Salvage.deleteAll(work);
            }
        });
    }

    private static Optional<Offer> offer(Home home, Path file) throws IOException, SQLException {
        for (Path copy : copies(file)) {
            Path work = Files.createTempDirectory("zhiyin-doctor");
            try {
                Path fresh = migrated(home, file, copy, Files.createDirectory(work.resolve("copy")));
                Path damaged = Files.createDirectory(work.resolve("damaged"));
                Salvage.copyAll(file, damaged);
                Path readable = Salvage.rescue(
                                damaged.resolve(Salvage.name(file)),
                                work.resolve("salvage"),
                                Lifetime.migrations(home, file))
                        .file();
                return Optional.of(new Offer(file, copy, compare(readable, fresh)));
            } catch (Problem | IllegalStateException e) {
                // This copy is damaged too; an older one may not be.
            } finally {
                Salvage.deleteAll(work);
            }
        }
        return Optional.empty();
    }

    /** Newest first: their names tell the time. */
    private static List<Path> copies(Path file) throws IOException {
        Path stem = new SqliteState(file).copies();
        Path folder = stem.resolveSibling("");
        try (Stream<Path> all = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return all.filter(one -> Salvage.name(one).startsWith(stem.getFileName() + "-"))
                    .filter(one -> Salvage.name(one).endsWith(".db"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /** A copy of the copy, with the tables of today, sealed. */
    private static Path migrated(Home home, Path file, Path copy, Path folder) throws IOException {
        Path fresh = folder.resolve(Salvage.name(file));
        Files.copy(copy, fresh);
        StateDb.open(fresh, Lifetime.migrations(home, file)).close();
        Salvage.deleteAll(new SqliteState(fresh).copies().resolveSibling(""));
        return fresh;
    }

    private static List<Table> compare(Path readable, Path copy) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Connection db = Salvage.connect(readable);
                Statement statement = db.createStatement()) {
            statement.execute("ATTACH '" + copy.toString().replace("'", "''") + "' AS copy");
            for (String table : Salvage.tables(db)) {
                tables.add(new Table(
                        table,
                        count(statement, "SELECT * FROM copy." + table),
                        count(statement, "SELECT * FROM main." + table + " EXCEPT SELECT * FROM copy." + table),
                        count(statement, "SELECT * FROM copy." + table + " EXCEPT SELECT * FROM main." + table)));
            }
        }
        return tables;
    }

    private static long count(Statement statement, String rows) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM (" + rows + ")")) {
            row.next();
            return row.getLong(1);
        }
    }
}
