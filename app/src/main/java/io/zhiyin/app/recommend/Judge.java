package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Item;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.recommend.Because;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.Who;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What gives items their scores and says why. Serves one list. */
sealed interface Judge {

    /** Whether anything can be said of an item; those of which nothing can stand behind all others. */
    boolean knows(Item item);

    /** The score of an item that it knows. */
    float score(Item item);

    /** The summands of that score. */
    List<Because> because(Item item);

    /** A model that scores a history. */
    final class OfModel implements Judge {
        private final Scorer scorer;
        private final Served.Takers takers;
        private final History history;
        private final float[] scores;

        /** @param takers of the items that the model scores */
        OfModel(Scorer scorer, Served.Takers takers, History history) {
            this.scorer = scorer;
            this.takers = takers;
            this.history = history;
            this.scores = new float[scorer.items()];
            scorer.scoreAll(Who.NEWCOMER, history, scores);
        }

        @Override
        public boolean knows(Item item) {
            // What nobody took is known by its text alone, if by anything.
            return takers.count(item.id()) > 0 || score(item) != 0;
        }

        @Override
        public float score(Item item) {
            OptionalInt index = takers.items().index(item.id());
            return index.isPresent() ? scores[index.getAsInt()] : 0;
        }

        @Override
        public List<Because> because(Item item) {
            OptionalInt index = takers.items().index(item.id());
            return index.isPresent() ? scorer.because(Who.NEWCOMER, history, index.getAsInt()) : List.of();
        }
    }

    /** One figure for each item, named by a rule: {@code latest}, {@code trending}. */
    record OfFigures(String rule, Map<String, Double> figures) implements Judge {
        @Override
        public boolean knows(Item item) {
            return figures.containsKey(item.id());
        }

        @Override
        public float score(Item item) {
            return (float) figure(item);
        }

        @Override
        public List<Because> because(Item item) {
            return List.of(new Because.Rule(rule, figure(item)));
        }

        private double figure(Item item) {
            return figures.getOrDefault(item.id(), 0.0);
        }
    }
}
