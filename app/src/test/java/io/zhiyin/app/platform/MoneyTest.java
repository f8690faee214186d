package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "19.9|1990",
                "¥1,299.00|129900",
                "￥1,299.00|129900",
                "1.2万|1200000",
                "1.2w|1200000",
                "1.2亿|12000000000",
                "１９９|19900",
                "199元|19900",
                "CNY 5|500",
                "-3.5|-350",
                "¥-3.5|-350",
                "0.005|1",
                "1e2|10000",
                ".5|50"
            })
    void anAmountIsReadAsPeopleWriteIt(String text, long minor) {
        assertThat(Money.minor(Money.read(text).orElseThrow(), "CNY")).hasValue(minor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free", "--", "NaN", "1.2.3", "12%", "1-2", "-¥-3", "Infinity"})
    void whatIsNoAmountIsNone(String text) {
        assertThat(Money.read(text)).isEmpty();
    }

    @Test
    void anAmountBeyondAllOrdersIsRefused() {
        assertThat(Money.minor(new BigDecimal("999999999999999.99"), "CNY")).hasValue(99_999_999_999_999_999L);
        assertThat(Money.minor(new BigDecimal("1e15"), "CNY")).isEmpty();
        assertThat(Money.minor(new BigDecimal("1e999999999"), "CNY")).isEmpty();
    }
}
