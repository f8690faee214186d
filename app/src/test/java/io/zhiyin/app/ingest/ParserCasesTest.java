package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.Columns;
import io.zhiyin.app.platform.ImportReport;
import io.zhiyin.app.platform.Moments;
import io.zhiyin.app.platform.Money;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Rows;
import io.zhiyin.app.platform.Sheets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parsers under mutated input: whatever the bytes, they answer or name a problem, within a second of the processor's
 * time (a busy machine is no fault of theirs) and within five of the clock's, and keep nothing. Fifty thousand cases with a fixed seed; a million with {@code -Dzhiyin.full=true}.
 */
class ParserCasesTest {
    private static final int CASES = Boolean.getBoolean("zhiyin.full") ? 1_000_000 : 50_000;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final EventRules RULES = new EventRules(new EventRules.House("main", ZONE, "CNY"));
    private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
    private static final long HEAP_GROWTH_MAX = 64L << 20;

    private static final List<String> BODIES = List.of(
            "{\"batch\":[{\"type\":\"track\",\"event\":\"Product Viewed\",\"userId\":\"p\",\"messageId\":\"m\",\"timestamp\":"
                    + "\"2026-11-20T12:00:00.000Z\",\"properties\":{\"product_id\":\"c1\",\"price\":19.9}}],\"sentAt\":\"2026-11-20\"}",
            "{\"type\":\"identify\",\"anonymousId\":\"a\",\"traits\":{\"name\":\"微积分\",\"a\":[1,2,{\"b\":null}]}}",
            "[{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"p\",\"properties\":{\"order_id\":1,\"products\":"
                    + "[{\"product_id\":\"c\",\"price\":\"1.2e3\",\"quantity\":2}]}}]");
    private static final List<String> TABLES = List.of(
            "person,item,time,amount\np1,c1,2026-11-01 08:00,19.9\n\"p,2\",c2,1793491200,¥1.2万\n",
            "\uFEFF用户ID\t课程ID\t购买时间\r\n张三\t微积分\t2026年11月1日 8:00\r\n",
            "{\"person\":\"p\",\"item\":\"c\",\"time\":1793491200}\n{\"person\":\"q\",\"item\":\"d\"}\n");
    private static final List<String> MOMENTS =
            List.of("2026-11-20T12:00:00.123Z", "2026年11月20日 8时5分", "20261120", "1793491200.5", "2026/11/1 8:00 +0800");
    private static final List<String> AMOUNTS = List.of("19.9", "¥1,299.00", "1.2万", "-0.005", "１２３元", "1e10", "3亿");

    @TempDir
    private Path folder;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private long slowestNanos;
    private long slowestOfProcessorNanos;
    private long refused;

    @FunctionalInterface
    private interface Case {
        void run() throws IOException;
    }

    @Test
    void whateverTheBytesAParserAnswersOrNamesTheProblem() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(Long.getLong("zhiyin.seed", 42));
        byte[] sheet = Files.readAllBytes(Sheets.of(Sheets.rows("person,item,amount", "p1,c1,19.9", "p2,c2,3"))
                .part("xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>")
                .part("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>")
                .write(folder.resolve("sheet.xlsx")));
        long before = 0;
        for (int i = 0; i < CASES; i++) {
            one(random, i, sheet);
            if (i == CASES / 10) {
                before = heap();
            }
        }
        long grown = heap() - before;
        System.out.printf(
                Locale.ROOT,
                "parser cases: %,d, refused %,d, slowest %.0f ms (%.0f ms of processor), heap grew by %,d bytes%n",
                CASES,
                refused,
                slowestNanos / 1e6,
                slowestOfProcessorNanos / 1e6,
                grown);
        assertThat(slowestOfProcessorNanos).isLessThan(TimeUnit.SECONDS.toNanos(1));
        assertThat(slowestNanos).isLessThan(TimeUnit.SECONDS.toNanos(5));
        assertThat(grown).isLessThan(HEAP_GROWTH_MAX);
    }

    private void one(RandomGenerator random, int number, byte[] sheet) throws IOException {
        switch (number % 20) {
            case 0, 1 -> files(random, number, sheet);
            case 2, 3, 4 -> {
                byte[] text = mutated(random, pick(random, MOMENTS).getBytes(StandardCharsets.UTF_8));
                answers(number, () -> Moments.read(new String(text, StandardCharsets.UTF_8), ZONE));
            }
            case 5, 6, 7 -> {
                byte[] text = mutated(random, pick(random, AMOUNTS).getBytes(StandardCharsets.UTF_8));
                answers(
                        number,
                        () -> Money.read(new String(text, StandardCharsets.UTF_8))
                                .ifPresent(amount -> Money.minor(amount, "CNY")));
            }
            default -> {
                byte[] body = mutated(random, pick(random, BODIES).getBytes(StandardCharsets.UTF_8));
                EventBody.Holds holds = pick(random, List.of(EventBody.Holds.values()));
                answers(
                        number,
                        () -> EventBody.parse(body, holds)
                                .messages()
                                .forEach(piece -> RULES.judge(piece, EventRules.Receipt.at(NOW))));
            }
        }
    }

    private void files(RandomGenerator random, int number, byte[] sheet) throws IOException {
        boolean isSheet = number % 40 == 0;
        Charset charset = random.nextBoolean() ? StandardCharsets.UTF_8 : Charset.forName("GB18030");
        byte[] bytes = mutated(random, isSheet ? sheet : pick(random, TABLES).getBytes(charset));
        Path file = Files.write(folder.resolve("case"), bytes);
        Rows.Expected expected = new Rows.Expected(
                isSheet ? "a.xlsx" : pick(random, List.of("a.csv", "a", "a.ndjson")),
                "",
                "",
                Columns.Wanted.of(Interactions.ALIASES, ""),
                2,
                List.of("person", "item"),
                Interactions.POSITIONS);
        Interactions interactions = new Interactions(
                new Interactions.File(new EventRules.House("main", ZONE, "CNY"), "a.csv", "view", NOW));
        answers(number, () -> {
            ImportReport report = new ImportReport();
            Rows.read(file, expected, report, (columns, row) -> {
                try {
                    interactions.row(columns, row);
                } catch (Problem e) {
                    report.refused(row.line(), e);
                }
            });
        });
    }

    private void answers(int number, Case work) throws IOException {
        long start = System.nanoTime();
        long startOfProcessor = threads.getCurrentThreadCpuTime();
        try {
            work.run();
        } catch (Problem e) {
            refused++;
            assertThat(e.status()).isBetween(400, 499);
        } catch (RuntimeException | IOException e) {
            throw new AssertionError("case " + number + " of seed " + Long.getLong("zhiyin.seed", 42), e);
        }
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
        slowestOfProcessorNanos =
                Math.max(slowestOfProcessorNanos, threads.getCurrentThreadCpuTime() - startOfProcessor);
    }

    /** One to eight changes: a bit, a byte, a cut, a repetition, a piece moved, a number or a quote put in. */
    private static byte[] mutated(RandomGenerator random, byte[] whole) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
            bytes = switch (random.nextInt(8)) {
                case 0 -> {
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                    yield bytes;
                }
                case 1 -> {
                    bytes[at] = (byte) random.nextInt(256);
                    yield bytes;
                }
                case 2 -> Arrays.copyOf(bytes, random.nextInt(4) == 0 ? at : bytes.length);
                case 3 -> joined(Arrays.copyOf(bytes, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
                case 4 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
                case 5 ->
                    inserted(bytes, at, pick(random, List.of("\"", "{", "]", ",", "\0", "\\u", "<!DOCTYPE", "\r")));
                case 6 -> inserted(bytes, at, pick(random, List.of("9".repeat(400), "-", "1e999", "NaN", "null", "٣")));
                default -> inserted(bytes, at, "[".repeat(1 + random.nextInt(3_000)));
            };
        }
        return bytes;
    }

    private static byte[] inserted(byte[] bytes, int at, String text) {
        return joined(
                joined(Arrays.copyOf(bytes, at), text.getBytes(StandardCharsets.UTF_8)),
                Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private static <T> T pick(RandomGenerator random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
