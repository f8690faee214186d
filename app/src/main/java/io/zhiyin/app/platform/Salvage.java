package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Examines the state files of a home on which no server runs, and saves what can be read of damaged ones.
 *
 * <p>The damaged files are copied into {@code aside/} beside them first and stay there until a person is erased; a new
 * file takes their place only when it is whole. It is made in three steps: the newest good copy of each page is taken
 * from the file and from its write-ahead log, also from behind a rotten frame; a page with one flipped bit is set
 * right, which its check sum proves, and any other rotten page is wiped, so that no row of it can be a lie; then row
 * after row that can still be read goes into a new file with tables of today.
 *
 * <p>Cost: a few passes over the file; a page with a flipped bit takes up to 32,768 sums of it, about 20 ms.
 */
public final class Salvage {
    /** End the names of the folders in which a state file is made anew, beside it. */
    static final String RESTORED = ".restored";

    private static final String WORK = ".salvage";
    private static final int VERSION_BYTES = 18;

    private Salvage() {}

    /** A damaged state file, and what is known of it. */
    public record Damaged(Path file, String words) {}

    /** @param lost rows known to have been there, from keys that can still be read or gaps in the numbering */
    public record Table(String name, long saved, long lost) {}

    /**
     * @param aside where the damaged files lie
     * @param mended pages with one flipped bit, set right
     * @param wiped pages of which nothing is known
     */
    public record Saved(Path file, Path aside, int mended, int wiped, List<Table> tables) {
        /** How many rows are gone. */
        public long lost() {
            return tables.stream().mapToLong(Table::lost).sum();
        }
    }

    /**
     * Compares all state files of a home with their check sums. Changes nothing.
     *
     * @throws Problem {@code folder_in_use} if a server has the home
     */
    public static List<Damaged> examine(Home home) {
        return home.alone(() -> {
            List<Damaged> damaged = new ArrayList<>();
            for (Path file : files(home)) {
                try (PageSums sums = PageSums.open(Disk.real(), file)) {
                    PageSums.Verdict found = sums.verify();
                    if (!found.isWhole()) {
                        damaged.add(new Damaged(file, found.words()));
                    } else if (!found.isSealed() && !isReadable(file)) {
                        damaged.add(new Damaged(file, "not a whole database, and without check sums"));
                    }
                }
            }
            return damaged;
        });
    }

    /** Saves what can be read of damaged state files. */
    public static List<Saved> run(Home home, List<Damaged> damaged) {
        return home.alone(() -> {
            List<Saved> saved = new ArrayList<>();
            for (Damaged one : damaged) {
                saved.add(save(one.file(), Lifetime.migrations(home, one.file())));
            }
            return saved;
        });
    }

    private static List<Path> files(Home home) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> folders = Files.list(home.folder())) {
            folders.map(folder -> folder.resolve("state.db")).forEach(files::add);
        }
        files.add(home.serverDb());
        return files.stream()
                .filter(file -> Files.exists(file) || Files.exists(PageSums.sidecar(file)))
                .sorted()
                .toList();
    }

    private static boolean isReadable(Path file) throws IOException {
        Path copy = Files.createTempDirectory("zhiyin-doctor");
        try {
            copyAll(file, copy);
            try (Connection db = connect(copy.resolve(name(file)));
                    Statement statement = db.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
                return row.next() && "ok".equals(row.getString(1));
            } catch (SQLException e) {
                return false;
            }
        } finally {
            deleteAll(copy);
        }
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
    }

    static void copyAll(Path file, Path folder) throws IOException {
        for (String suffix : new String[] {"", WalFrames.SUFFIX, PageSums.SUFFIX}) {
            Path from = Path.of(file + suffix);
            if (Files.exists(from)) {
                Files.copy(from, folder.resolve(name(from)));
                try (Disk.OpenFile copy = Disk.real().open(folder.resolve(name(from)), Disk.Mode.WRITE)) {
                    copy.force();
                }
            }
        }
    }

    static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path one : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(one);
            }
        }
    }

    /** Deletes what a repair that was killed left beside a state file: whoever is erased may be in it. */
    static void forgetWork(Path file) {
        try {
            deleteAll(Path.of(file + WORK));
            deleteAll(Path.of(file + RESTORED));
        } catch (IOException e) {
            throw new UncheckedIOException("what a repair left cannot be deleted: " + file, e);
        }
    }

    /**
     * What can still be read of a damaged file, as a whole one with the tables of today.
     *
     * @param mended pages with one flipped bit, set right
     * @param wiped pages of which nothing is known
     */
    record Rescued(Path file, int mended, int wiped, List<Table> tables) {}

    private static Saved save(Path file, List<String> migrations) throws IOException, SQLException {
        Path aside = keep(file);
        Path work = Path.of(file + WORK);
        Rescued rescued = rescue(aside.resolve(name(file)), work, migrations);
        exchange(file, rescued.file());
        deleteAll(work);
        return new Saved(file, aside, rescued.mended(), rescued.wiped(), rescued.tables());
    }

    /** Copies a damaged file, and what belongs to it, aside; the folder. */
    static Path keep(Path file) throws IOException {
        Path aside = Aside.make(PageSums.folder(file), name(file));
        copyAll(file, aside);
        Disk.real().forceFolder(aside);
        return aside;
    }

    /**
     * Reads what can be read.
     *
     * @param damaged a copy: its write-ahead log is changed by being read
     * @param work a folder for this, which is made anew
     */
    static Rescued rescue(Path damaged, Path work, List<String> migrations) throws IOException, SQLException {
        deleteAll(work);
        Files.createDirectories(work);
        Path pages = work.resolve("pages.db");
        int[] counts = pages(damaged, pages);
        Path fresh = work.resolve(name(damaged));
        // Opened and closed: a whole, sealed file with the tables of today and without rows.
        StateDb.open(fresh, migrations).close();
        List<Table> tables = copyRows(pages, fresh);
        Files.delete(PageSums.sidecar(fresh));
        // A seal of what it is now, and its check by the database itself.
        StateDb.open(fresh, migrations).close();
        return new Rescued(fresh, counts[0], counts[1], tables);
    }

    /** The old write-ahead log goes first: it must never be read with the new file. */
    static void exchange(Path file, Path fresh) throws IOException {
        Disk disk = Disk.real();
        disk.delete(PageSums.sidecar(file));
        disk.delete(Path.of(file + WalFrames.SUFFIX));
        disk.delete(Path.of(file + "-shm"));
        disk.forceFolder(PageSums.folder(file));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(PageSums.sidecar(fresh), PageSums.sidecar(file), StandardCopyOption.REPLACE_EXISTING);
        disk.forceFolder(PageSums.folder(file));
    }

    /** Puts the best copy of every page together; how many were mended and wiped. */
    private static int[] pages(Path file, Path into) throws IOException {
        try (PageSums sums = PageSums.open(Disk.real(), file);
                Disk.OpenFile out = Disk.real().open(into, Disk.Mode.NEW)) {
            int[] counts = sums.salvage(out);
            // No write-ahead log goes with it.
            out.write(ByteBuffer.wrap(new byte[] {1, 1}), VERSION_BYTES);
            return counts;
        }
    }

    private static List<Table> copyRows(Path pages, Path fresh) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Connection to = connect(fresh);
                Connection from = connect(pages)) {
            try (Statement loose = to.createStatement()) {
                loose.execute("PRAGMA foreign_keys = off");
            }
            for (String table : tables(to)) {
                tables.add(new RowCopy(from, to, table).run());
            }
        }
        return tables;
    }

    static List<String> tables(Connection db) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'"
                        + " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'flyway_%' ORDER BY name")) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    /** One table, row by row number, halving what cannot be read. */
    private static final class RowCopy {
        private final Connection from;
        private final Connection to;
        private final String table;
        private long saved;

        RowCopy(Connection from, Connection to, String table) {
            this.from = from;
            this.to = to;
            this.table = table;
        }

        Table run() throws SQLException {
            List<String> columns = columns(from);
            columns.retainAll(columns(to));
            long last;
            TreeSet<Long> known = new TreeSet<>();
            try {
                last = number("SELECT max(rowid) FROM " + table);
            } catch (SQLException e) {
                last = Long.MIN_VALUE;
            }
            last = Math.max(last, keys(known));
            if (!columns.isEmpty() && last > Long.MIN_VALUE) {
                copy(String.join(", ", columns), 1, last, known);
            }
            return new Table(table, saved, known.size());
        }

        private List<String> columns(Connection db) {
            List<String> names = new ArrayList<>();
            try (Statement statement = db.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
                while (row.next()) {
                    names.add(row.getString("name"));
                }
            } catch (SQLException e) {
                names.clear(); // its definition cannot be read any more
            }
            return names;
        }

        private long number(String sql) throws SQLException {
            try (Statement statement = from.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }

        /** Row numbers as the table's indexes know them; the last of them. */
        private long keys(NavigableSet<Long> known) throws SQLException {
            List<String> indexes = new ArrayList<>();
            try (Statement statement = from.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA index_list(" + table + ")")) {
                while (row.next()) {
                    indexes.add(row.getString("name"));
                }
            } catch (SQLException e) {
                return Long.MIN_VALUE;
            }
            for (String index : indexes) {
                try (Statement statement = from.createStatement();
                        ResultSet row = statement.executeQuery(
                                "SELECT rowid FROM " + table + " INDEXED BY \"" + index + "\" WHERE rowid > 0")) {
                    while (row.next()) {
                        known.add(row.getLong(1));
                    }
                } catch (SQLException e) {
                    // what it told up to there is true
                }
            }
            return known.isEmpty() ? Long.MIN_VALUE : known.last();
        }

        /** @param known row numbers that are still missing; saved ones are taken out */
        private void copy(String columns, long first, long last, NavigableSet<Long> known) throws SQLException {
            List<Object[]> rows = new ArrayList<>();
            String sql = "SELECT rowid, " + columns + " FROM " + table + " NOT INDEXED WHERE rowid BETWEEN " + first
                    + " AND " + last;
            try (Statement statement = from.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                int cells = row.getMetaData().getColumnCount();
                while (row.next()) {
                    Object[] values = new Object[cells];
                    for (int i = 0; i < cells; i++) {
                        values[i] = row.getObject(i + 1);
                    }
                    rows.add(values);
                }
            } catch (SQLException e) {
                if (first < last) {
                    long middle = first + (last - first) / 2;
                    copy(columns, first, middle, known);
                    copy(columns, middle + 1, last, known);
                } else {
                    known.add(first);
                }
                return;
            }
            insert(columns, rows, known);
        }

        private void insert(String columns, List<Object[]> rows, NavigableSet<Long> known) throws SQLException {
            if (rows.isEmpty()) {
                return;
            }
            String marks = "?, ".repeat(rows.getFirst().length - 2) + "?";
            to.setAutoCommit(false);
            try (PreparedStatement insert = to.prepareStatement(
                    "INSERT OR IGNORE INTO " + table + " (" + columns + ") VALUES (" + marks + ")")) {
                for (Object[] row : rows) {
                    for (int i = 1; i < row.length; i++) {
                        insert.setObject(i, row[i]);
                    }
                    saved += insert.executeUpdate();
                    known.remove(((Number) row[0]).longValue());
                }
                to.commit();
            } finally {
                to.setAutoCommit(true);
            }
        }
    }
}
