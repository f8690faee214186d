package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SearchPropertyTest {

    @Property(tries = 200)
    void realNumbersStayInTheirRange(
            @ForAll @DoubleRange(min = 0.01, max = 10) double low,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double width,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        assertThat(Double.parseDouble(Search.uniform(low, low + width).draw(random, "")))
                .isBetween(low, low + width);
        assertThat(Double.parseDouble(Search.logUniform(low, low + width).draw(random, "")))
                .isBetween(low, low + width);
    }

    @Property(tries = 200)
    void wholeNumbersAreWholeAndStayInTheirRange(
            @ForAll @IntRange(min = 1, max = 50) int low,
            @ForAll @IntRange(min = 1, max = 500) int width,
            @ForAll long seed) {
        String drawn = Search.whole(low, low + width).draw(new SplittableRandom(seed), "");
        assertThat(Integer.parseInt(drawn)).isBetween(low, low + width);
    }

    /** Every model takes every value that its ranges draw: a tuner never proposes what is refused. */
    @Property(tries = 20)
    void everyModelAcceptsWhatItsOwnRangesDraw(@ForAll long seed) {
        var taken = new InteractionsBuilder()
                .add(0, 0)
                .add(0, 1)
                .add(1, 1)
                .add(1, 2)
                .add(2, 0)
                .add(2, 2)
                .build();
        for (String model : Recommenders.names()) {
            SplittableRandom random = new SplittableRandom(seed);
            Map<String, String> drawn = new LinkedHashMap<>();
            for (Setting setting : Recommenders.settings(model)) {
                if (setting.search().isSearched()) {
                    drawn.put(setting.name(), setting.search().draw(random, setting.defaultValue()));
                }
            }
            assertThat(Recommenders.fit(model, drawn, taken, Seed.of(1)).items())
                    .isEqualTo(3);
        }
    }

    @Property(tries = 1)
    void aSettingIsNotSearchedUnlessItSaysWhere() {
        Setting setting = new Setting("k", "7", "how many");
        assertThat(setting.search()).isEqualTo(Search.none());
        assertThat(setting.search().isSearched()).isFalse();
        assertThat(setting.search().draw(new SplittableRandom(1), setting.defaultValue()))
                .isEqualTo("7");
    }

    @Property(tries = 1)
    void aRangeThatCannotBeDrawnFromIsRefused() {
        assertThatThrownBy(() -> Search.uniform(2, 1))
                .hasMessage("illegal uniform range: 2.0 to 1.0, must be finite and rising");
        assertThatThrownBy(() -> Search.logUniform(0, 1)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> Search.whole(0, 5)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Search.Choice(List.of())).hasMessageContaining("at least 1");
    }

    @Property(tries = 1)
    void logUniformDrawsEveryFactorAsOften() {
        SplittableRandom random = new SplittableRandom(1);
        int small = 0;
        for (int i = 0; i < 2000; i++) {
            small += Double.parseDouble(Search.logUniform(1, 10_000).draw(random, "")) < 100 ? 1 : 0;
        }
        // 1000 expected, standard deviation 22
        assertThat(small).isBetween(900, 1100);
    }
}
