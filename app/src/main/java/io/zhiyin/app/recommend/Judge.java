package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Item;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.recommend.Because;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.Who;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What gives items their scores and says why. Serves one list. */
sealed interface Judge {
    /** Said of an item of which nothing can be said: it stands behind all others. */
    float UNKNOWN = Float.NaN;

    /** The score of every item of a shelf, by its place; {@link #UNKNOWN} for some. */
    float[] scores(Shelf shelf);

    /** The summands of the scores of some items that it knows. */
    List<List<Because>> because(List<Item> items);

    /** A model that scores a history. */
    final class OfModel implements Judge {
        private final Scorer scorer;
        private final Served.Takers takers;
        private final History history;

        /** @param takers of the items that the model scores */
        OfModel(Scorer scorer, Served.Takers takers, History history) {
            this.scorer = scorer;
            this.takers = takers;
            this.history = history;
        }

        @Override
        public float[] scores(Shelf shelf) {
            // A model that came into force in this very moment is not the shelf's.
            Shelf own = shelf.isOf(takers) ? shelf : shelf.with(takers);
            float[] all = new float[scorer.items()];
            scorer.scoreAll(Who.NEWCOMER, history, all);
            float[] scores = new float[own.size()];
            for (int place = 0; place < scores.length; place++) {
                int number = own.number(place);
                float score = number < 0 || number >= all.length ? 0 : all[number];
                // What nobody took is known by its text alone, if by anything.
                scores[place] = own.isTaken(place) || score != 0 ? score : UNKNOWN;
            }
            return scores;
        }

        @Override
        public List<List<Because>> because(List<Item> items) {
            int[] numbers = new int[items.size()];
            int known = 0;
            for (Item item : items) {
                numbers[known] = takers.items().index(item.id()).orElse(-1);
                known += numbers[known] < 0 ? 0 : 1;
            }
            if (known < numbers.length) {
                throw new IllegalArgumentException(
                        "illegal items: " + known + " of " + numbers.length + " known to the model, must be all");
            }
            return scorer.becauseAll(Who.NEWCOMER, history, Arrays.copyOf(numbers, known));
        }
    }

    /** One figure for each item, named by a rule: {@code latest}, {@code trending}. */
    record OfFigures(String rule, Map<String, Double> figures) implements Judge {
        @Override
        public float[] scores(Shelf shelf) {
            float[] scores = new float[shelf.size()];
            for (int place = 0; place < scores.length; place++) {
                scores[place] =
                        figures.getOrDefault(shelf.item(place).id(), Double.NaN).floatValue();
            }
            return scores;
        }

        @Override
        public List<List<Because>> because(List<Item> items) {
            List<List<Because>> all = new ArrayList<>();
            for (Item item : items) {
                all.add(List.of(new Because.Rule(rule, figures.getOrDefault(item.id(), 0.0))));
            }
            return all;
        }
    }
}
