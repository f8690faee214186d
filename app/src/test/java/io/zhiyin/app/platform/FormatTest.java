package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Format ZH = new Format(Lang.ZH, SHANGHAI, Currency.getInstance("CNY"));
    private static final Format EN = new Format(Lang.EN, SHANGHAI, Currency.getInstance("CNY"));

    @Test
    void countsBelowTenThousandAreWritten() {
        assertThat(ZH.count(0)).isEqualTo("0");
        assertThat(ZH.count(1_408)).isEqualTo("1,408");
        assertThat(EN.count(9_999)).isEqualTo("9,999");
        assertThat(EN.count(-312)).isEqualTo("−312");
    }

    @Test
    void countsFromTenThousandAreShortenedToThreeDigits() {
        assertThat(ZH.count(10_000)).isEqualTo("1.00万");
        assertThat(ZH.count(924_000)).isEqualTo("92.4万");
        assertThat(EN.count(924_000)).isEqualTo("924K");
        assertThat(EN.count(10_300)).isEqualTo("10.3K");
        assertThat(ZH.count(12_345_678)).isEqualTo("1,235万");
        assertThat(ZH.count(120_000_000)).isEqualTo("1.20亿");
        assertThat(EN.count(1_250_000_000)).isEqualTo("1.25B");
    }

    @Test
    void roundingUpNeverLeavesANumberInTheSmallerUnit() {
        assertThat(EN.count(999_499)).isEqualTo("999K");
        assertThat(EN.count(999_500)).isEqualTo("1.00M");
        assertThat(ZH.count(99_994_999)).isEqualTo("9,999万");
        assertThat(ZH.count(99_995_000)).isEqualTo("1.00亿");
        assertThat(ZH.count(99_960)).isEqualTo("10.0万");
        assertThat(ZH.count(9_999.6)).isEqualTo("1.00万");
    }

    @Test
    void moneyComesFromMinorUnitsWithItsSignInFront() {
        assertThat(ZH.money(4_860_000)).isEqualTo("¥4.86万");
        assertThat(EN.money(4_860_000)).isEqualTo("¥48.6K");
        assertThat(EN.money(982_000)).isEqualTo("¥9,820");
        assertThat(EN.money(19_950)).isEqualTo("¥199.50");
        assertThat(EN.money(345_678)).isEqualTo("¥3,457");
        assertThat(EN.money(-37_000)).isEqualTo("−¥370");
        assertThat(EN.money(0)).isEqualTo("¥0");
        assertThat(EN.moneyChange(112_000)).isEqualTo("+¥1,120");
        assertThat(EN.moneyChange(0)).isEqualTo("¥0");
        assertThat(EN.moneyExact(-123_450)).isEqualTo("−¥1,234.50");
        assertThat(EN.moneyPlain(-123_450)).isEqualTo("-1234.50");
    }

    @Test
    void aCurrencyWithoutSmallCoinsHasNone() {
        Format yen = new Format(Lang.EN, SHANGHAI, Currency.getInstance("JPY"));
        assertThat(yen.money(1_234)).isEqualTo("¥1,234");
        assertThat(yen.moneyPlain(1_234)).isEqualTo("1234");
    }

    @Test
    void marksOfAnAxisAreAsShortAsTheyCanBe() {
        assertThat(ZH.moneyMark(8_000)).isEqualTo("¥8,000");
        assertThat(ZH.moneyMark(12_000)).isEqualTo("¥1.2万");
        assertThat(EN.moneyMark(20_000)).isEqualTo("¥20K");
        assertThat(EN.countMark(0.5)).isEqualTo("0.5");
        assertThat(EN.countMark(-2_500)).isEqualTo("−2,500");
    }

    @Test
    void ratesArePercentagesWithOneDecimalPlace() {
        assertThat(EN.percent(0.1824)).isEqualTo("18.2%");
        assertThat(EN.percent(0)).isEqualTo("0%");
        assertThat(EN.percent(1)).isEqualTo("100%");
        assertThat(EN.percent(-0.031)).isEqualTo("−3.1%");
        assertThat(EN.percent(Double.NaN)).isEqualTo("–");
        assertThat(EN.money(Double.NaN)).isEqualTo("–");
        assertThat(EN.count(Double.POSITIVE_INFINITY)).isEqualTo("–");
        assertThat(EN.decimals(0.8349, 2)).isEqualTo("0.83");
        assertThat(EN.decimals(-0.001, 2)).isEqualTo("0.00");
    }

    @Test
    void daysAndHoursAreThoseOfTheWorkspace() {
        Instant at = Instant.parse("2026-11-19T16:05:00Z");
        assertThat(ZH.date(at)).isEqualTo("2026-11-20");
        assertThat(ZH.dateTime(at)).isEqualTo("2026-11-20 00:05");
        assertThat(ZH.day(LocalDate.of(2026, 11, 20))).isEqualTo("2026-11-20 周五");
        assertThat(EN.day(LocalDate.of(2026, 11, 20))).isEqualTo("Fri 2026-11-20");
        assertThat(EN.weekday(DayOfWeek.FRIDAY)).isEqualTo("Friday");
    }

    @Test
    void whatIsRecentIsSaidInWords() {
        Instant now = Instant.parse("2026-11-20T06:32:00Z");
        assertThat(EN.ago(now, now.minusSeconds(2))).isEqualTo("2 s ago");
        assertThat(ZH.ago(now, now.minusSeconds(200))).isEqualTo("3 分钟前");
        assertThat(ZH.ago(now, now.minusSeconds(7_300))).isEqualTo("2 小时前");
        assertThat(ZH.ago(now, now.minusSeconds(86_400))).isEqualTo("昨天");
        assertThat(EN.ago(now, Instant.parse("2026-11-02T00:00:00Z"))).isEqualTo("2026-11-02");
        assertThat(EN.ago(now, now.plusSeconds(5))).isEqualTo("0 s ago");
    }
}
