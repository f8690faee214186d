package io.zhiyin.engine.evaluate;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.Who;

/**
 * How far predicted ratings are from those that people gave, for a model whose scores are ratings. It says nothing of how
 * good a list is.
 *
 * <p>Source: Herlocker, Konstan, Terveen, Riedl, Evaluating collaborative filtering recommender systems, ACM TOIS 22(1),
 * 2004, section 4.1 (mean absolute error, root mean squared error).
 * <p>Variant: every test entry counts alike, not every person. A score of 0 without a reason is no prediction; nor is
 * there one for somebody without a history, or for an item that nobody rated. What could not be predicted is left
 * out. Models train on ratings above 0, so only those are ratings that an item has or that the mean is of.
 * <p>Shapes: errors in units of the ratings, at or above 0; NaN where nothing was predicted.
 * <p>Cost: one scoring of each judged person. Deterministic.
 *
 * @param mae mean absolute error of the predictions
 * @param rmse square root of their mean squared error
 * @param maeOfMean the mean absolute error, on the same entries, of predicting the mean of all ratings learned from
 * @param predicted how many entries were predicted
 */
public record RatingError(double mae, double rmse, double maeOfMean, int predicted) {

    /** @param asNewcomers whether people are shown by their history alone */
    public static RatingError of(Scorer scorer, Heldout heldout, boolean asNewcomers) {
        Interactions tests = heldout.tests();
        boolean[] rated = new boolean[scorer.items()];
        double sum = 0;
        Interactions train = heldout.train().positive();
        for (int e = 0; e < train.entries(); e++) {
            rated[train.cells().columns()[e]] = true;
            sum += train.cells().values()[e];
        }
        double mean = sum / train.entries();
        Sums sums = new Sums();
        float[] scores = new float[rated.length];
        for (int person = 0; person < tests.people(); person++) {
            History history = heldout.histories().history(person);
            if (tests.cells().size(person) == 0 || history.size() == 0) {
                continue;
            }
            boolean isKnown = heldout.areTrainRows() && !asNewcomers;
            Who who = isKnown ? new Who.Known(person) : Who.NEWCOMER;
            scorer.scoreAll(who, history, scores);
            for (int e = tests.cells().from(person); e < tests.cells().to(person); e++) {
                int item = tests.cells().columns()[e];
                boolean isPredicted = rated[item]
                        && (scores[item] != 0
                                || !scorer.because(who, history, item).isEmpty());
                if (isPredicted) {
                    sums.add(tests.cells().values()[e], scores[item], mean);
                }
            }
        }
        return sums.error();
    }

    private static final class Sums {
        private double absolute;
        private double squared;
        private double absoluteOfMean;
        private int predicted;

        void add(double rating, double prediction, double mean) {
            absolute += Math.abs(rating - prediction);
            squared += (rating - prediction) * (rating - prediction);
            absoluteOfMean += Math.abs(rating - mean);
            predicted++;
        }

        RatingError error() {
            return new RatingError(
                    absolute / predicted, Math.sqrt(squared / predicted), absoluteOfMean / predicted, predicted);
        }
    }
}
