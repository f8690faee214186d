package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T08:05:00Z, 2026-11-20T08:05:00Z",
        "2026-11-20T08:05:00.123Z, 2026-11-20T08:05:00.123Z",
        "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.001Z, 1969-12-31T23:59:59.001Z",
        "2026-11-20T08:05:00.123456789Z, 2026-11-20T08:05:00.123456789Z",
        "2026-11-20T08:05:00+08:00, 2026-11-20T00:05:00Z",
        "2026-11-20T08:05:00-0330, 2026-11-20T11:35:00Z",
        "2026-11-20T08:05:00+08, 2026-11-20T00:05:00Z",
        "2026-11-20T08:05, 2026-11-20T00:05:00Z",
        "2026-11-20 08:05:09, 2026-11-20T00:05:09Z",
        "2026-11-20, 2026-11-19T16:00:00Z",
        "2026/11/20 8:05, 2026-11-20T00:05:00Z",
        "2026/6/3, 2026-06-02T16:00:00Z",
        "2026年11月20日 08:05, 2026-11-20T00:05:00Z",
        "2026年06月25日12时01分35秒, 2026-06-25T04:01:35Z",
        "2026年1月2日, 2026-01-01T16:00:00Z",
        "２０２６／１１／２０ ８：０５, 2026-11-20T00:05:00Z",
        "20261120, 2026-11-19T16:00:00Z",
        "1795161900, 2026-11-20T08:05:00Z",
        "1795161900.5, 2026-11-20T08:05:00.500Z",
        "1795161900123, 2026-11-20T08:05:00.123Z",
        "1795161900123456, 2026-11-20T08:05:00.123Z",
        "-1, 1969-12-31T23:59:59Z",
        "2024-02-29, 2024-02-28T16:00:00Z"
    })
    void aTimeIsReadAsPeopleAndProgramsWriteIt(String text, Instant moment) {
        assertThat(Moments.read(text, SHANGHAI)).contains(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yesterday",
                "2026-13-01",
                "2023-02-29",
                "2026-11-20T25:00:00Z",
                "2026-11-20T24:00:00.000Z",
                "2026-02-29T08:05:00.000Z",
                "2026-11-20T08:05:60.000Z",
                "20/11/2026",
                "NaN",
                "2026-11-20T08:05:00+99:00",
                "123456789012345678",
                "9999999999999999999999",
                "11-20"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(Moments.read(text, SHANGHAI)).isEmpty();
    }
}
