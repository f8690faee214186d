package io.zhiyin.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import io.zhiyin.engine.math.Seed;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InteractionsTest {

    private static InteractionsBuilder someone() {
        return new InteractionsBuilder()
                .add(1, 5, 10, 300)
                .add(1, 2, 1, 100)
                .add(1, 5, -10, 400)
                .add(1, 3, 2, 200)
                .add(1, 2, 4, 50);
    }

    @Test
    void aVocabularyNumbersIdsInOrderOfFirstAppearance() {
        Vocabulary ids = Vocabulary.of(List.of("b", "a", "b", "c"));
        assertThat(ids.ids()).containsExactly("b", "a", "c");
        assertThat(ids.index("a")).isEqualTo(OptionalInt.of(1));
        assertThat(ids.index("z")).isEmpty();
        assertThat(ids.id(2)).isEqualTo("c");
        assertThat(ids.size()).isEqualTo(3);
    }

    @Test
    void aHistoryIsOldestFirstWithEveryEntry() {
        History history = someone().build(2, 6, Duplicates.KEEP).history(1);
        assertThat(history.items()).containsExactly(2, 2, 3, 5, 5);
        assertThat(history.weights()).containsExactly(4, 1, 2, 10, -10);
        assertThat(history.atSeconds()).containsExactly(50, 100, 200, 300, 400);
        History distinct = history.distinct();
        assertThat(distinct.items()).containsExactly(2, 3, 5);
        assertThat(distinct.weights()).containsExactly(5, 2, 0);
        assertThat(distinct.atSeconds()).containsExactly(100, 200, 400);
    }

    @Test
    void duplicatesAreSummedWithTheNewestTime() {
        Interactions summed = someone().build();
        assertThat(summed.cells().columns()).containsExactly(2, 3, 5);
        assertThat(summed.cells().values()).containsExactly(5, 2, 0);
        assertThat(summed.atSeconds(2)).isEqualTo(400);
        assertThat(summed.newestSeconds()).isEqualTo(400);
        assertThat(summed.people()).isEqualTo(2);
        assertThat(summed.history(0).size()).isZero();
    }

    @Test
    void modelsTrainOnPositiveSumsOnly() {
        Interactions positive = someone().build(2, 6, Duplicates.KEEP).positive();
        assertThat(positive.cells().columns()).containsExactly(2, 3);
        assertThat(positive.cells().values()).containsExactly(5, 2);
        assertThat(positive.positive()).isSameAs(positive);
    }

    @Test
    void refusesSizesThatAreTooSmallAndWeightsThatAreNoNumbers() {
        assertThatThrownBy(() -> someone().build(1, 6, Duplicates.KEEP))
                .hasMessage("illegal size: 1 people x 6 items, must be at least 2 x 6");
        assertThatThrownBy(() -> new InteractionsBuilder().add(0, 0, Float.NaN, 0))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new InteractionsBuilder().add(-1, 0)).hasMessageContaining("person -1");
    }

    @Test
    void manyEntriesInAnyOrderAreKept() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int i : Seed.of(3).shuffled(5000)) {
            builder.add(i / 50, i % 50, i, i % 3 == 0 ? History.UNTIMED : i);
        }
        Interactions all = builder.build();
        assertThat(all.entries()).isEqualTo(5000);
        for (int e = 0; e < 5000; e++) {
            assertThat(all.cells().values()[e]).isEqualTo(e);
            assertThat(all.atSeconds(e)).isEqualTo(e % 3 == 0 ? History.UNTIMED : e);
        }
        assertThat(all.timed()).isFalse();
    }
}
