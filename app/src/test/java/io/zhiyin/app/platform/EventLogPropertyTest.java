package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventLogPropertyTest {
    /** An empty batch stands for closing and opening again. */
    @Provide
    Arbitrary<List<List<Integer>>> batches() {
        return Arbitraries.integers()
                .between(0, 300)
                .list()
                .ofMaxSize(40)
                .list()
                .ofMaxSize(25);
    }

    @Property(tries = 60)
    void theLogIsTheDistinctIdsInOrder(@ForAll("batches") List<List<Integer>> batches) throws IOException {
        Path folder = Files.createTempDirectory("zhiyin-log");
        Set<String> expected = new LinkedHashSet<>();
        EventLog log = LogFixture.openSmall(folder);
        try {
            for (List<Integer> batch : batches) {
                if (batch.isEmpty()) {
                    log.close();
                    log = LogFixture.openSmall(folder);
                } else {
                    List<String> ids = batch.stream().map(i -> "m-" + i).toList();
                    long fresh = ids.stream().filter(expected::add).count();
                    EventLog.Appended appended =
                            log.append(ids.stream().map(LogFixture::view).toList());
                    assertThat(appended.accepted()).isEqualTo((int) fresh);
                    assertThat(appended.accepted() + appended.duplicates().size())
                            .isEqualTo(ids.size());
                }
            }
            assertThat(LogFixture.ids(log)).containsExactlyElementsOf(expected);
            assertThat(log.last()).isEqualTo(expected.size());
        } finally {
            log.close();
            delete(folder);
        }
    }

    @Property(tries = 200)
    void theSetOfIdsIsASortedSet(@ForAll List<Long> parts) {
        IdSet set = new IdSet();
        Set<IdHash> expected = new LinkedHashSet<>();
        for (long part : parts) {
            IdHash id = new IdHash(part << 50, part | 1);
            assertThat(set.add(id.high(), id.low())).isEqualTo(expected.add(id));
        }
        assertThat(set.size()).isEqualTo(expected.size());
        assertThat(expected).allMatch(id -> set.contains(id.high(), id.low()));
        long[] sorted = set.sorted();
        List<IdHash> inOrder = expected.stream()
                .sorted(Comparator.comparing(IdHash::high, Long::compareUnsigned)
                        .thenComparing(IdHash::low, Long::compareUnsigned))
                .toList();
        for (int i = 0; i < inOrder.size(); i++) {
            assertThat(new IdHash(sorted[2 * i], sorted[2 * i + 1])).isEqualTo(inOrder.get(i));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
