package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.Interactions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InteractionFileTest {
    private static Taken read(String name, byte[] bytes) throws IOException {
        return InteractionFile.read(Path.of(name), new ByteArrayInputStream(bytes), new Taken.Ids());
    }

    /** The interactions in words: per person {@code item:weight@seconds}, people and items by number. */
    private static String words(String name, String text) throws IOException {
        return words(read(name, text.getBytes(StandardCharsets.UTF_8)).interactions());
    }

    private static String words(Interactions all) {
        StringBuilder words = new StringBuilder();
        for (int person = 0; person < all.people(); person++) {
            words.append(person).append('[');
            for (int e = all.cells().from(person); e < all.cells().to(person); e++) {
                words.append(' ').append(all.cells().columns()[e]);
                words.append(
                        all.cells().values()[e] == 1 ? "" : ":" + all.cells().values()[e]);
                words.append(all.atSeconds(e) == Long.MIN_VALUE ? "" : "@" + all.atSeconds(e));
            }
            words.append(" ]");
        }
        return words.toString();
    }

    @Test
    void adjacencyHasAUserAndHerItemsOnEachLine() throws IOException {
        String expected = "0[ 0 1 ]1[ ]2[ 0 ]";
        assertThat(words("a.txt", "u1 a b\nu2\nu3 a\n")).isEqualTo(expected);
        assertThat(words("a.txt", "u1 a b\r\nu2\r\nu3 a\r\n")).isEqualTo(expected);
        assertThat(words("a.txt", "u1 a b\ru2\ru3 a")).isEqualTo(expected);
        assertThat(words("a.txt", "\uFEFFu1 a b\n\n  \nu2 \nu3\t a  ")).isEqualTo(expected);
    }

    @Test
    void anItemRepeatedIsSummed() throws IOException {
        assertThat(words("a.txt", "u a b a\nu a\n")).isEqualTo("0[ 0:3.0 1 ]");
        assertThat(words("a.csv", "u,a,0.5\nu,a,2\n")).isEqualTo("0[ 0:2.5 ]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    p.tsv | u1~a~2~7;u2~b~1~8 | TAB
                    p.tsv | user~item~rating~timestamp;u1~a~2~7;u2~b~1~8 | TAB
                    p.tsv | user_id:token~item_id:token~rating:float~timestamp:float;u1~a~2~7;u2~b~1~8 | TAB
                    p.csv | u1~a~2~7;u2~b~1~8 | COMMA
                    p.csv | userId~movieId~rating~timestamp;u1~a~2.0~7;u2~b~1~8 | COMMA
                    p.csv | "user id"~"Item-ID"~"Rating"~"Timestamp";"u1"~"a"~"2"~"7";"u2"~"b"~1~8 | COMMA
                    p.csv | 用户~课程~评分~时间;u1~a~2~7;u2~b~1~8 | COMMA
                    p.csv | n~time~course~user~weight;x~7~a~u1~2;y~8~b~u2~1 | COMMA
                    p.csv | u1~a~2~7;u2~b~1~8 | SEMICOLON
                    p.csv | u1~a~2~7;u2~b~1~8 | TAB
                    p.tsv | u1~a~2~7;u2~b~1~8 | COMMA
                    p.tsv | u1~a~2~7;u2~b~1~8 | BLANK
                    p.csv | u1~a~2e0~1970-01-01T00:00:07Z;u2~b~1~1970-01-01 00:00:08 | COMMA
                    p.inter | user_id:token~item_id:token~rating:float~timestamp:float;u1~a~2~7;u2~b~1~8 | TAB
                    p.inter | timestamp:float~rating:float~title:token_seq~item_id:token~user_id:token;7~2~x y~a~u1;8~1~"~b~u2 | TAB
                    """)
    void pairsAreReadAlikeInEveryDress(String name, String lines, Mark mark) throws IOException {
        String text = lines.replace("~", mark.text) + ";";
        String expected = "0[ 0:2.0@7 ]1[ 1@8 ]";
        String end = mark == Mark.SEMICOLON ? "u2;b;1;8" : "";
        if (mark == Mark.SEMICOLON) {
            assertThat(words(name, "u1;a;2;7\n" + end)).isEqualTo(expected);
            return;
        }
        assertThat(words(name, text.replace(";", "\n"))).isEqualTo(expected);
        assertThat(words(name, "\uFEFF" + text.replace(";", "\r\n"))).isEqualTo(expected);
        assertThat(words(name, "\n" + text.replace(";", "\n\n") + "\n")).isEqualTo(expected);
    }

    private enum Mark {
        TAB("\t"),
        COMMA(","),
        SEMICOLON(";"),
        BLANK("  ");

        private final String text;

        Mark(String text) {
            this.text = text;
        }
    }

    @Test
    void quotedIdsMayHoldDelimitersAndQuotes() throws IOException {
        Taken.Ids ids = new Taken.Ids();
        String text = "\"Li, Lei\",\"say \"\"a\"\"\"\n\"Li, Lei\" , \"say \"\"a\"\"\"\r\nLi,b\n";
        Taken taken = InteractionFile.read(
                Path.of("q.csv"), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ids);
        assertThat(words(taken.interactions())).isEqualTo("0[ 0:2.0 ]1[ 1 ]");
        byte[] name = "Li, Lei".getBytes(StandardCharsets.UTF_8);
        assertThat(taken.person(name, 0, name.length)).isZero();
        byte[] item = "say \"a\"".getBytes(StandardCharsets.UTF_8);
        assertThat(taken.item(item, 0, item.length)).isZero();
    }

    @Test
    void aUserWithNothingElseIsAllowedInPairsToo() throws IOException {
        assertThat(words("p.tsv", "u0\nu1\ta\nu2\nu3\t\n")).isEqualTo("0[ ]1[ 0 ]2[ ]3[ ]");
        assertThat(words("p.csv", "user,item,rating\nu1,a,3\nu2,,\n")).isEqualTo("0[ 0:3.0 ]1[ ]");
    }

    @Test
    void timesAreSecondsMillisecondsOrWrittenAndMayBeMissing() throws IOException {
        assertThat(words("p.csv", "u,a,1,1748766600\n")).isEqualTo("0[ 0@1748766600 ]");
        assertThat(words("p.csv", "u,a,1,1748766600123\n")).isEqualTo("0[ 0@1748766600 ]");
        assertThat(words("p.csv", "u,a,1,8.81250949E8\n")).isEqualTo("0[ 0@881250949 ]");
        assertThat(words("p.csv", "u,a,1,2025-06-01T16:30:00+08:00\n")).isEqualTo("0[ 0@1748766600 ]");
        assertThat(words("p.csv", "u,a,1,20250601\n")).isEqualTo("0[ 0@1748736000 ]");
        assertThat(words("p.csv", "u,a,1,\nu,b,1,5\n")).isEqualTo("0[ 0 1@5 ]");
    }

    @Test
    void idsOfAnyEncodingAreToldApartByTheirBytes() throws IOException {
        byte[] text = "学员,课程\n张三,数学\n李四,语文\n张三,语文\n".getBytes(Charset.forName("GB18030"));
        assertThat(words(read("g.csv", text).interactions())).isEqualTo("0[ 0 1 ]1[ 1 ]");
    }

    @Test
    void aLineLongerThanTheBufferIsReadWhole() throws IOException {
        StringBuilder text = new StringBuilder("u");
        for (int item = 0; item < 100_000; item++) {
            text.append(' ').append(item);
        }
        assertThat(read("a.txt", text.append("\nv 1\n").toString().getBytes(StandardCharsets.UTF_8))
                        .interactions()
                        .entries())
                .isEqualTo(100_001);
    }

    /** A stream that gives one byte at a time splits CRLF, marks and lines everywhere. */
    @Test
    void itDoesNotMatterInWhichPiecesAStreamComes() throws IOException {
        byte[] bytes = "\uFEFFu1,a\r\nu2,b\r\n\r\nu1,b".getBytes(StandardCharsets.UTF_8);
        InputStream slow = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int at, int length) {
                return super.read(to, at, Math.min(1, length));
            }
        };
        Taken taken = InteractionFile.read(Path.of("s.csv"), slow, new Taken.Ids());
        assertThat(words(taken.interactions())).isEqualTo("0[ 0 1 ]1[ 1 ]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "NULL", textBlock = """
                    a.txt | '' | lab_file_empty | 0
                    a.txt | u1;u2;; | lab_file_empty | 3
                    a.csv | user,item; | lab_file_empty | 1
                    a.csv | u,a,1;u,b,NaN | lab_weight_illegal | NaN
                    a.csv | u,a,NaN | lab_weight_illegal | NaN
                    a.csv | u,a,1;u,b, | lab_weight_illegal | 2
                    a.csv | u,a,1;u,b,1e99 | lab_weight_illegal | 1e99
                    a.csv | u,a,1;u,b,1f | lab_weight_illegal | 1f
                    a.csv | u,a,1;u,b,0x1p3 | lab_weight_illegal | 0x1p3
                    a.csv | u,a,1;u,b,Infinity | lab_weight_illegal | Infinity
                    a.csv | u,a,1;u,b,- | lab_weight_illegal | 2
                    a.csv | u,a,1,x | lab_time_illegal | x
                    a.csv | u,a,1,2025-13-01 | lab_time_illegal | 2025-13-01
                    a.csv | u,a,1,1e30 | lab_time_illegal | 1e30
                    a.csv | u,a;u,b,1 | lab_line_columns | 3
                    a.csv | u,a,1;u,b | lab_line_columns | 2
                    a.csv | u,a;,b | lab_line_id_empty | 2
                    a.csv | u,a,1;u,,1 | lab_line_id_empty | 2
                    a.csv | u,a;"u,b | lab_line_quotes | 2
                    a.csv | u,a;"u"x,b | lab_line_quotes | 2
                    a.csv | a,b,c,d,e | lab_header_unknown | a,b,c,d,e
                    a.csv | who,what,stars;1,2,3 | lab_header_unknown | stars
                    a.csv | who,what;1,2 | lab_header_words | who,what
                    a.csv | user,what,rating;1,2,3 | lab_header_incomplete | what
                    a.csv | user | lab_header_incomplete | user
                    a.inter | 1~2~3 | lab_header_incomplete | 1
                    a.inter | uid:token~thing:token;1~2 | lab_header_incomplete | thing
                    a.json | x | lab_file_format | .json
                    a | x | lab_file_format | .txt
                    """)
    void whatCannotBeUnderstoodIsToldWithItsLine(String name, String lines, String code, String told) {
        String text = lines.replace(';', '\n').replace('~', '\t');
        refused(name, text.getBytes(StandardCharsets.UTF_8), code, told);
    }

    @Test
    void whatIsNotTextIsRefused() {
        refused("a.txt", "u a\n".getBytes(StandardCharsets.UTF_16), "lab_file_not_text", "1");
        refused("a.txt", "u a\nu b\n".getBytes(StandardCharsets.UTF_16LE), "lab_file_not_text", "1");
        refused("a.csv", new byte[] {'u', ',', 'a', '\n', 'v', 0, '\n'}, "lab_file_not_text", "2");
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeMemoryIsGone() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] to, int at, int length) {
                Arrays.fill(to, at, at + length, (byte) 'x');
                return length;
            }
        };
        Problem problem = catchThrowableOfType(
                Problem.class, () -> InteractionFile.read(Path.of("a.txt"), endless, new Taken.Ids()));
        assertThat(problem.code()).isEqualTo("lab_line_too_long");
    }

    private static void refused(String name, byte[] bytes, String code, String told) {
        Problem problem = catchThrowableOfType(Problem.class, () -> read(name, bytes));
        assertThat(problem).as(code).isNotNull();
        assertThat(problem.code()).isEqualTo(code);
        for (Lang lang : Lang.values()) {
            assertThat(problem.detail(lang)).contains(told).doesNotContain("!problem", "{");
            assertThat(problem.title(lang)).doesNotContain("!problem");
        }
    }
}
