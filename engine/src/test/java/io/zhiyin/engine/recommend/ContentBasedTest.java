package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.text.FieldWeights;
import io.zhiyin.engine.text.ItemText;
import io.zhiyin.engine.text.ItemTexts;
import io.zhiyin.engine.text.TermWeighting;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContentBasedTest extends ScorerContract {
    private static final ItemTexts COURSES = new ItemTexts(List.of(
            ItemText.titled("Python 数据分析"),
            ItemText.titled("数据分析与统计"),
            ItemText.titled("中国水墨画入门"),
            ItemText.titled("水墨山水画"),
            new ItemText("Cooking", "", List.of(), List.of("李老师"), List.of()),
            new ItemText("Gardening", "", List.of(), List.of("李老师"), List.of())));

    /** Items of one tribe are written about with the same word. */
    static ItemTexts tribes() {
        return new ItemTexts(IntStream.range(0, ITEMS)
                .mapToObj(item -> ItemText.titled((tribeOfItem(item) == 0 ? "水墨" : "python") + " " + item))
                .toList());
    }

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return Recommenders.fit("content-based", Map.of(), new TrainingSet(taken, tribes()), seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return ContentBased.of(tensors);
    }

    private static ContentBased courses(TermWeighting weighting) {
        return ContentBased.fit(
                COURSES, COURSES.byItem().size(), new ContentBased.Settings(weighting, 10, 1, FieldWeights.DEFAULTS));
    }

    @Test
    void aCourseIsLikeTheOneThatSharesItsWords() {
        for (TermWeighting weighting : TermWeighting.values()) {
            float[] scores = scores(courses(weighting), Who.NEWCOMER, History.of(0));
            assertThat(scores[1]).isPositive();
            assertThat(scores).containsOnly(scores[1], 0);
        }
    }

    @Test
    void aSharedTeacherCountsWhereNoWordIsShared() {
        float[] scores = scores(courses(TermWeighting.BM25), Who.NEWCOMER, History.of(4));
        assertThat(scores[5]).isPositive();
    }

    @Test
    void theReasonIsTheCourseWhoseTextIsAlike() {
        assertThat(courses(TermWeighting.BM25).because(Who.NEWCOMER, History.of(0, 2), 3))
                .singleElement()
                .isInstanceOfSatisfying(
                        Because.FromText.class, b -> assertThat(b.item()).isEqualTo(2));
    }

    @Test
    void theCosineOfTheSameTextIsOne() {
        ItemTexts twins = new ItemTexts(List.of(ItemText.titled("水墨画"), ItemText.titled("水墨画")));
        ContentBased model = ContentBased.fit(twins, 2, ContentBased.Settings.DEFAULTS);
        assertThat(scores(model, Who.NEWCOMER, History.of(0))[1]).isEqualTo(1);
    }

    @Test
    void theLikenessOfOneItemIsWhatTheModelHasLearnedOfIt() {
        ContentBased.Settings settings =
                new ContentBased.Settings(TermWeighting.BM25, COURSES.byItem().size(), 1, FieldWeights.DEFAULTS);
        ContentBased model = ContentBased.fit(COURSES, COURSES.byItem().size(), settings);
        TextLikeness likeness = TextLikeness.of(COURSES, COURSES.byItem().size(), settings);
        for (int item = 0; item < model.items(); item++) {
            assertThat(likeness.to(item)).containsExactly(scores(model, Who.NEWCOMER, History.of(item)));
        }
    }

    @Test
    void nobodyNeedsToHaveTakenAnItem() {
        Interactions nothing = new InteractionsBuilder().build(1, ITEMS, InteractionsBuilder.Duplicates.SUM);
        float[] scores = scores(fit(nothing, Seed.of(1)), Who.NEWCOMER, History.of(3));
        assertThat(scores[4]).isPositive();
        assertThat(scores[40]).isZero();
    }

    @Test
    @Override
    void learnsFromNothingWithoutFailing() {
        Scorer scorer = Recommenders.fit(
                "content-based", Map.of(), new InteractionsBuilder().add(0, 3).build(), Seed.of(1));
        assertThat(scores(scorer, Who.NEWCOMER, History.of(0, 3))).containsExactly(0, 0, 0, 0);
    }
}
