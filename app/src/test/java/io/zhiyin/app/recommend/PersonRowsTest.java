package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.engine.math.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PersonRowsTest {
    @Test
    void holdsWhatAMapOfListsWouldHold() {
        PersonRows rows = new PersonRows();
        Map<String, List<Integer>> expected = new HashMap<>();
        SplittableRandom random = Seed.of(5).child("rows", 0).random();
        for (int step = 0; step < 200_000; step++) {
            String person = person(random.nextInt(3_000));
            switch (random.nextInt(100)) {
                case 0 -> {
                    rows.forget(person);
                    expected.remove(person);
                }
                case 1, 2 -> {
                    rows.change(person, row -> new int[] {row[0], row[1]});
                    expected.computeIfPresent(person, (_, row) -> new ArrayList<>(row.subList(0, 2)));
                }
                default -> {
                    int ints = rows.append(person, step, -step);
                    List<Integer> row = expected.computeIfAbsent(person, _ -> new ArrayList<>());
                    row.addAll(List.of(step, -step));
                    assertThat(ints).isEqualTo(row.size());
                }
            }
        }

        Map<String, List<Integer>> found = new HashMap<>();
        rows.each((person, row) -> found.put(person, boxed(row)));
        assertThat(found).isEqualTo(expected);
        assertThat(rows.people()).isEqualTo(expected.size());
        expected.forEach((person, row) -> assertThat(boxed(rows.of(person))).isEqualTo(row));
        assertThat(rows.of("nobody")).isEmpty();
    }

    @Test
    void keepsIdsApartThatAreEmptyLongOrAlike() {
        PersonRows rows = new PersonRows();
        List<String> ids =
                List.of("", "\0", "\0\0", "a", "a\0", "知音", "知 音", "x".repeat(1_000), "x".repeat(1_001), "Aa", "BB");
        ids.forEach(id -> rows.append(id, id.length()));

        ids.forEach(id -> assertThat(rows.of(id)).as(id).containsExactly(id.length()));
    }

    /** What a file says of a shard must be true of the same people in any process; figures by another program. */
    @Test
    void theShardOfAPersonNeverChanges() {
        assertThat(List.of(PersonRows.shardOf(""), PersonRows.shardOf("p1"), PersonRows.shardOf("知音")))
                .containsExactly(0, 240, 223);
    }

    @Test
    void nothingOfAForgottenPersonStays() {
        PersonRows rows = new PersonRows();
        rows.append("leaving", 1);
        rows.forget("leaving");

        List<String> left = new ArrayList<>();
        for (int shard = 0; shard < PersonRows.SHARDS; shard++) {
            rows.copy(shard).each((id, _) -> left.add(new String(id, StandardCharsets.UTF_8)));
        }
        assertThat(left).isEmpty();
    }

    @Test
    void readersSeeWholeEntriesWhileOthersWrite() throws Exception {
        PersonRows rows = new PersonRows();
        AtomicBoolean isBroken = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 1; i < 200_000; i++) {
                if (rows.append(person(i % 50), i, i) > 400) {
                    rows.change(person(i % 50), row -> new int[] {row[0], row[1]});
                }
            }
        });
        while (writer.isAlive()) {
            int[] row = rows.of(person(7));
            for (int at = 0; at < row.length; at += 2) {
                isBroken.compareAndSet(false, row[at] != row[at + 1] || row[at] % 50 != 7);
            }
        }
        writer.join();

        assertThat(isBroken).isFalse();
    }

    private static String person(int number) {
        return "person-" + number;
    }

    private static List<Integer> boxed(int[] row) {
        List<Integer> all = new ArrayList<>();
        for (int one : row) {
            all.add(one);
        }
        return all;
    }
}
