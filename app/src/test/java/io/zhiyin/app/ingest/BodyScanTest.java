package io.zhiyin.app.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.app.platform.Problem;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyScanTest {

    @Test
    void everyMessageOfABatchIsFoundWhateverStandsInItsTexts() {
        EventBody body = EventBody.parse(
                "{ \"sentAt\" : 1 , \"batch\" : [ {\"a\":\"]}\\\"{[\",\"名\":\"数据分析\"} , [[7]], \"x\" ,NaN] , \"n\":{}}"
                        .getBytes(UTF_8),
                EventBody.Holds.BATCH);

        assertThat(body.messages().stream().map(piece -> piece.text(100)))
                .containsExactly("{\"a\":\"]}\\\"{[\",\"名\":\"数据分析\"}", "[[7]]", "\"x\"", "NaN");
        assertThat(body.messages().stream().map(EventBody.Piece::depth)).containsExactly(1, 2, 0, 0);
        assertThat(body.around().toString()).isEqualTo("{\"sentAt\":1,\"n\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":[1}]",
                "[{\"a\":1]",
                "[{\"a\" 1}]",
                "[{a:1}]",
                "[{},]",
                "[{} {}]",
                "[,{}]",
                "[true\"a\"]",
                "[1 2]",
                "[true-]",
                "[tru]",
                "[{\"a\":\"\u0001\"}]",
                "[{\"a\":\"\\x\"}]",
                "[{\"a\":01}]",
                "{\"batch\":[{}],}",
                "{\"batch\":[{}]",
                "{\"batch\" [{}]}",
                "{batch:[{}]}",
                "{\"a\":{]},\"batch\":[{}]}",
                "[{}] []",
                "[\"a",
                "[\"a\\"
            })
    void whatIsNoJsonIsRefusedBeforeAnyOfItIsTaken(String text) {
        assertThatThrownBy(() -> EventBody.parse(text.getBytes(UTF_8), EventBody.Holds.EITHER)
                        .messages()
                        .forEach(EventBody.Piece::tree))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("body_not_json"));
    }

    /** The limits of table 3-7 of the Unicode Standard, one byte within and one beyond. */
    @ParameterizedTest
    @CsvSource({
        "c280, true",
        "c180, false",
        "dfbf, true",
        "e0a080, true",
        "e09f80, false",
        "ed9fbf, true",
        "eda080, false",
        "ee8080, true",
        "f0908080, true",
        "f08f8080, false",
        "f48fbfbf, true",
        "f4908080, false",
        "f5808080, false",
        "80, false",
        "e4b8, false",
        "c2c2, false"
    })
    void onlyWellFormedUtf8IsTaken(String hex, boolean isTaken) {
        for (int before = 0; before < 9; before++) { // at every place within eight bytes
            byte[] text = HexFormat.of()
                    .parseHex(HexFormat.of().formatHex(("[\"" + "x".repeat(before)).getBytes(UTF_8))
                            + hex
                            + HexFormat.of().formatHex("\"]".getBytes(UTF_8)));
            if (isTaken) {
                assertThat(EventBody.parse(text, EventBody.Holds.BATCH).messages())
                        .hasSize(1);
            } else {
                assertThatThrownBy(() -> EventBody.parse(text, EventBody.Holds.BATCH))
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.code()).isEqualTo("body_not_utf8"));
            }
        }
    }

    @Test
    void onlyAPlainMessageNeedsNoFurtherLook() {
        String digits = "9".repeat(301);
        List<String> odd =
                List.of("\"\\u0041\"", "1e5", "0.5E-400", digits, "0." + digits, "NaN", "-INF", "Infinity", "-1e9");
        List<String> plain = List.of("\"\\n\"", "1.5", "-20", "true", "false", "null", "\"NaN\"", "\"1e5\"", "\"é\"");

        assertThat(odd).allSatisfy(value -> assertThat(isPlain(value)).as(value).isFalse());
        assertThat(plain)
                .allSatisfy(value -> assertThat(isPlain(value)).as(value).isTrue());
    }

    private static boolean isPlain(String value) {
        return EventBody.parse(("[{\"a\":[" + value + ",7]}]").getBytes(UTF_8), EventBody.Holds.BATCH)
                .messages()
                .getFirst()
                .isPlain();
    }
}
