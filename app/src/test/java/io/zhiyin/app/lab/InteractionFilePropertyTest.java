package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class InteractionFilePropertyTest {
    private static final List<String> NAMES = List.of("a.txt", "a.tsv", "a.csv", "a.inter");

    /** Any bytes, and bytes that files of interactions are made of, often behind a good beginning. */
    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<String> close = Arbitraries.of(
                        "u",
                        "7",
                        ",",
                        "\t",
                        ";",
                        " ",
                        "\n",
                        "\r",
                        "\"",
                        ".",
                        "-",
                        "e",
                        "NaN",
                        "\uFEFF",
                        "用户",
                        "\0",
                        "user_id:token",
                        "item_id:token",
                        "rating:float",
                        "timestamp:float",
                        "2025-06-01",
                        "1e400",
                        "99999999999999999999")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
        Arbitrary<String> begun = Arbitraries.of("", "user,item,rating\n", "u\ta\t1\t5\n", "user_id\titem_id\n");
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(200),
                Combinators.combine(begun, close).as((head, tail) -> (head + tail).getBytes(StandardCharsets.UTF_8)));
    }

    @Property(tries = 4000)
    void anyBytesAreInteractionsOrAProblem(@ForAll("bytes") byte[] bytes) throws IOException {
        for (String name : NAMES) {
            try {
                Interactions read = InteractionFile.read(
                                Path.of(name), new ByteArrayInputStream(bytes), new Taken.Ids())
                        .interactions();
                assertThat(read.entries()).isPositive();
            } catch (Problem p) {
                assertThat(p.status()).isEqualTo(400);
                assertThat(p.detail(Lang.EN)).doesNotContain("!problem");
            }
        }
    }

    private record Row(String user, String item, float weight, long at) {}

    private record Dress(String name, String delimiter, String end, boolean header, boolean mark) {}

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<String> ids = Arbitraries.oneOf(
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(4),
                Arbitraries.strings().withCharRange('一', '三').ofMinLength(1).ofMaxLength(2),
                Arbitraries.of("a b", "x,y", "q\"q", "t\tt", "s;s"));
        Arbitrary<Float> weights = Arbitraries.oneOf(
                Arbitraries.integers().between(-5, 5).map(Integer::floatValue),
                Arbitraries.floats().between(-1e6f, 1e6f));
        Arbitrary<Long> times = Arbitraries.longs().between(100_000_000, 4_000_000_000L);
        return Combinators.combine(ids, ids, weights, times)
                .as(Row::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<Dress> dresses() {
        return Combinators.combine(
                        Arbitraries.of("r.tsv", "r.csv"),
                        Arbitraries.of(",", "\t", ";"),
                        Arbitraries.of("\n", "\r\n", "\r"),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Dress::new);
    }

    @Property(tries = 1000)
    void whatIsWrittenIsRead(@ForAll("rows") List<Row> rows, @ForAll("dresses") Dress dress) throws IOException {
        StringBuilder text = new StringBuilder(dress.mark ? "\uFEFF" : "");
        if (dress.header) {
            text.append(String.join(dress.delimiter, "user", "item", "weight", "time"))
                    .append(dress.end);
        }
        Vocabulary.Builder people = new Vocabulary.Builder();
        Vocabulary.Builder items = new Vocabulary.Builder();
        InteractionsBuilder expected = new InteractionsBuilder();
        for (Row row : rows) {
            text.append(String.join(dress.delimiter, quoted(row.user), quoted(row.item), "" + row.weight, "" + row.at))
                    .append(dress.end);
            expected.add(people.add(row.user), items.add(row.item), row.weight, row.at);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Interactions read = InteractionFile.read(Path.of(dress.name), new ByteArrayInputStream(bytes), new Taken.Ids())
                .interactions();
        Interactions wanted = expected.build();
        assertThat(read.people()).isEqualTo(wanted.people());
        assertThat(read.items()).isEqualTo(wanted.items());
        assertThat(read.cells().columns()).isEqualTo(wanted.cells().columns());
        assertThat(read.cells().values()).isEqualTo(wanted.cells().values());
        for (int e = 0; e < wanted.entries(); e++) {
            assertThat(read.atSeconds(e)).isEqualTo(wanted.atSeconds(e));
        }
    }

    private static String quoted(String id) {
        return '"' + id.replace("\"", "\"\"") + '"';
    }
}
