package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor does for a damaged state file: the bytes are kept, what can be read is saved, the rest is counted. */
class SalvageTest {
    private static final int ROWS = 400;
    private static final int PAGE = 4_096;

    @TempDir
    Path folder;

    private Home home() {
        return Home.at(folder);
    }

    private Path file() {
        return folder.resolve("main").resolve("state.db");
    }

    private StateDb open() {
        return StateDb.open(file(), Lifetime.migrations(home(), file()));
    }

    @BeforeEach
    void fill() {
        fill(0);
    }

    private void fill(int from) {
        try (StateDb state = open()) {
            state.<Integer>write(handle -> {
                for (int i = from; i < ROWS; i++) {
                    handle.execute("INSERT INTO catalogue_items VALUES (?, 1, ?)", id(i), "{\"n\":" + i + "}");
                }
                return ROWS;
            });
        }
    }

    private static String id(int i) {
        return "a-rather-long-id-of-a-course-" + (1_000 + i);
    }

    private List<String> rows() {
        try (StateDb state = open()) {
            return state.read(handle -> handle.createQuery("SELECT id || body FROM catalogue_items ORDER BY id")
                    .mapTo(String.class)
                    .list());
        }
    }

    private static Salvage.Table items(Salvage.Saved saved) {
        return saved.tables().stream()
                .filter(table -> table.name().equals("catalogue_items"))
                .findFirst()
                .orElseThrow();
    }

    /** The n-th page from the first that has rows of items in it. */
    private int pageOf(String text) throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        byte[] wanted = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at / PAGE;
            }
        }
        throw new IllegalStateException("no page has " + text);
    }

    @Test
    void oneFlippedBitIsSetRightAndNothingIsLost() throws Exception {
        List<String> before = rows();
        byte[] bytes = Files.readAllBytes(file());
        bytes[pageOf("{\"n\":200}") * PAGE + 3_000] ^= 16;
        Files.write(file(), bytes);

        List<Salvage.Damaged> damaged = Salvage.examine(home());
        assertThat(damaged).hasSize(1);
        assertThat(file()).hasBinaryContent(bytes);
        Salvage.Saved saved = Salvage.run(home(), damaged).getFirst();

        assertThat(saved.mended()).isEqualTo(1);
        assertThat(saved.wiped()).isZero();
        assertThat(items(saved)).isEqualTo(new Salvage.Table("catalogue_items", ROWS, 0));
        assertThat(saved.aside().resolve("state.db")).hasBinaryContent(bytes);
        assertThat(Salvage.examine(home())).isEmpty();
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aPageOfZerosCostsItsRowsAndTheyAreCounted() throws Exception {
        List<String> before = rows();
        byte[] bytes = Files.readAllBytes(file());
        int page = pageOf("{\"n\":200}");
        Arrays.fill(bytes, page * PAGE, (page + 1) * PAGE, (byte) 0);
        Files.write(file(), bytes);

        Salvage.Saved saved = Salvage.run(home(), Salvage.examine(home())).getFirst();

        assertThat(saved.wiped()).isEqualTo(1);
        Salvage.Table items = items(saved);
        assertThat(items.lost()).isBetween(1L, 100L);
        assertThat(items.saved() + items.lost()).isEqualTo(ROWS);
        assertThat(rows()).hasSize((int) items.saved()).isSubsetOf(before);
    }

    @Test
    void theDoctorTellsFirstThenRepairsWhenAskedAndKeepsTheDamagedFile() throws Exception {
        byte[] bytes = Files.readAllBytes(file());
        bytes[pageOf("{\"n\":200}") * PAGE + 3_000] ^= 16;
        Files.write(file(), bytes);

        assertThat(Main.run("doctor", "--home", folder.toString())).isEqualTo(Terminal.FAILURE);
        assertThat(Main.run("doctor", "--home", folder.toString(), "--rebuild", "--dry-run"))
                .isEqualTo(Terminal.FAILURE);
        assertThat(file()).hasBinaryContent(bytes);
        assertThat(Main.run("doctor", "--home", folder.toString(), "--rebuild")).isEqualTo(Terminal.OK);
        assertThat(folder.resolve("main/aside/state.db-001/state.db")).hasBinaryContent(bytes);
        assertThat(rows()).hasSize(ROWS);
    }

    @Test
    void aCopyTakesThePlaceOfADamagedFileWhenItWasSaidWhatThatCosts() throws Exception {
        Path copy = folder.resolve("main/backups/state-20261101T000000000Z-before-V999.db");
        Files.createDirectories(copy.getParent());
        try (StateDb state = open()) {
            state.<Integer>write(handle -> handle.execute("DELETE FROM catalogue_items WHERE id >= ?", id(300)));
        }
        Files.copy(file(), copy);
        List<String> old = rows();
        fill(300);
        byte[] bytes = Files.readAllBytes(file());
        int page = pageOf("{\"n\":200}");
        Arrays.fill(bytes, page * PAGE, (page + 1) * PAGE, (byte) 0);
        Files.write(file(), bytes);

        StateCopies.Offer offer =
                StateCopies.offers(home(), Salvage.examine(home())).getFirst();
        StateCopies.Table items = offer.tables().stream()
                .filter(table -> table.name().equals("catalogue_items"))
                .findFirst()
                .orElseThrow();
        assertThat(items.inCopy()).isEqualTo(300);
        assertThat(items.lost()).isEqualTo(offer.lost()).isBetween(50L, 100L);
        assertThat(items.broughtBack()).isBetween(1L, 100L);

        String home = folder.toString();
        assertThat(Main.run("doctor", "--home", home)).isEqualTo(Terminal.FAILURE);
        assertThat(Main.run("doctor", "--home", home, "--restore-state")).isEqualTo(Terminal.FAILURE);
        assertThat(file()).hasBinaryContent(bytes);
        assertThat(Main.run("doctor", "--home", home, "--restore-state", "--yes"))
                .isEqualTo(Terminal.PARTIAL);
        assertThat(rows()).isEqualTo(old).hasSize(300);
        assertThat(folder.resolve("main/aside/state.db-001/state.db")).hasBinaryContent(bytes);
        assertThat(copy).exists();
    }

    @Test
    void nothingIsExaminedUnderAServerThatRuns() {
        try (EventLog _ = LogFixture.open(folder.resolve("main/log"))) {
            assertThatThrownBy(() -> Salvage.examine(home()))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("folder_in_use"));
        }
    }
}
