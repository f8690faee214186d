package io.zhiyin.app.gorse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.app.platform.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "90s,90000",
        "1h30m,5400000",
        "0h0m0s,0",
        "1.5h,5400000",
        "250ms,250",
        "999us,0",
        "1500µs,1",
        "+2s,2000",
        "87600h,315360000000"
    })
    void aLengthOfTimeIsTheSumOfItsParts(String text, long millis) {
        assertThat(GoDuration.millis("write-back-delay", text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "5", "-1s", "1d", "1h 30m", "87601h", "999999999999h", "1e3s", "s"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> GoDuration.millis("write-back-delay", text))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("parameter_illegal"));
    }
}
