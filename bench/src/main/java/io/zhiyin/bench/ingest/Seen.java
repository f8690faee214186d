package io.zhiyin.bench.ingest;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What one sender was answered. */
final class Seen {
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private long accepted;
    private long unexplained;
    private int[] micros = new int[1_024];
    private int answered;

    void add(Connection.Answer answer, long nanos) {
        statuses.merge(answer.status(), 1L, Long::sum);
        accepted += answer.accepted();
        unexplained += answer.isUnexplained() ? 1 : 0;
        if (answer.status() == 200) {
            if (answered == micros.length) {
                micros = Arrays.copyOf(micros, 2 * answered);
            }
            micros[answered++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
        }
    }

    /** The connection ended without an answer. */
    void addNone() {
        statuses.merge(0, 1L, Long::sum);
    }

    Map<Integer, Long> statuses() {
        return statuses;
    }

    long accepted() {
        return accepted;
    }

    long unexplained() {
        return unexplained;
    }

    /** Of the answers with status 200. */
    IntStream micros() {
        return Arrays.stream(micros, 0, answered);
    }
}
