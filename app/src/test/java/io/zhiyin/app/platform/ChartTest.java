package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {
    private static final Chart.Text TEXT = new Chart.Text(v -> "m" + (long) v, v -> "c" + (long) v);

    private static Chart chart(List<String> labels, Chart.Series... series) {
        return new Chart("summary", "label", labels, List.of(series), TEXT);
    }

    private static Chart.Series now(boolean isLastPartial, Double... values) {
        return new Chart.Series("now", Chart.Style.NOW, List.of(values), isLastPartial);
    }

    @Test
    void theAxisBearsRoundNumbersFromZeroToAboveTheHighest() {
        Chart chart = chart(List.of("0", "1", "2"), now(false, 120.0, 6_100.0, 8_300.0));
        assertThat(chart.yTicks())
                .extracting(Chart.Tick::text)
                .containsExactly("m0", "m2000", "m4000", "m6000", "m8000", "m10000");
        assertThat(chart.yTicks().getFirst().at()).isEqualTo("88.00%");
        assertThat(chart.yTicks().getLast().at()).isEqualTo("8.00%");
    }

    @Test
    void valuesBelowZeroGetAnAxisBelowZero() {
        Chart chart = chart(List.of("0", "1"), now(false, -30.0, 100.0));
        assertThat(chart.yTicks().getFirst().text()).isEqualTo("m-50");
        assertThat(chart.yTicks().getLast().text()).isEqualTo("m100");
        assertThat(chart.zero()).isEqualTo("61.33%");
    }

    @Test
    void nothingButZerosIsALineOnTheGround() {
        Chart chart = chart(List.of("0", "1"), now(false, 0.0, 0.0));
        assertThat(chart.path(chart.series().getFirst())).isEqualTo("M70.00 880.00 L980.00 880.00");
        assertThat(chart.yTicks()).hasSize(2);
    }

    @Test
    void aPeriodThatIsNotOverIsDashed() {
        Chart chart = chart(List.of("0", "1", "2", "3"), now(true, 0.0, 10.0, 5.0));
        Chart.Series series = chart.series().getFirst();
        assertThat(chart.path(series)).isEqualTo("M70.00 880.00 L373.33 80.00");
        assertThat(chart.partialPath(series)).contains("M373.33 80.00 L676.67 480.00");
        assertThat(chart.cell(series, 3)).isEqualTo("–");
        assertThat(chart.dot(series)).contains(new Chart.Dot("67.67%", "48.00%"));
    }

    @Test
    void aSeriesWithoutValuesDrawsNothing() {
        Chart chart = chart(List.of("0", "1"), now(false));
        assertThat(chart.isEmpty()).isTrue();
        assertThat(chart.path(chart.series().getFirst())).isEmpty();
        assertThat(chart.dot(chart.series().getFirst())).isEmpty();
    }

    @Test
    void thePointerLearnsEveryValueOfAPlace() {
        Chart chart = chart(
                List.of("9", "10"),
                now(false, 3.0),
                new Chart.Series("was", Chart.Style.BEFORE, List.of(1.0, 2.0), false));
        assertThat(chart.areas()).extracting(Chart.Column::title).containsExactly("9 · now c3 · was c1", "10 · was c2");
    }

    @Test
    void columnsStandOnZero() {
        Chart chart = chart(List.of("a", "b"), now(false, 5.0, -5.0));
        assertThat(chart.columns().get(0).top()).isEqualTo("8.00%");
        assertThat(chart.columns().get(1).top()).isEqualTo(chart.zero());
        assertThat(chart.columns().get(1).height())
                .isEqualTo(chart.columns().get(0).height());
    }

    @Test
    void aSparkOfEqualValuesIsLevelAndAnUnfinishedDayIsDashed() {
        assertThat(Chart.spark(List.of(2.0, 2.0), false)).isEqualTo(new Chart.Spark("M0.00 24.00 L100.00 24.00", ""));
        assertThat(Chart.spark(List.of(0.0, 1.0, 0.5), true))
                .isEqualTo(new Chart.Spark("M0.00 26.00 L50.00 2.00", "M50.00 2.00 L100.00 14.00"));
        assertThat(Chart.spark(List.of(), true)).isEqualTo(new Chart.Spark("", ""));
    }
}
