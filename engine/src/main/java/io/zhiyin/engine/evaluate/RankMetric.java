package io.zhiyin.engine.evaluate;

import java.util.List;

/**
 * How good one ranked list of all items is for one person. Lists of a sample of items are never judged: which of two
 * models is better may change with the sample (Krichene and Rendle, On sampled metrics for item recommendation, KDD
 * 2020).
 */
public sealed interface RankMetric permits Recall, Ndcg, Precision, ReciprocalRank, HitRate, AveragePrecision {

    /** The metrics of every report, in its order. */
    static List<RankMetric> all() {
        return List.of(
                new Recall(), new Ndcg(), new Precision(), new ReciprocalRank(), new HitRate(), new AveragePrecision());
    }

    /** Its name before the {@code @}. */
    String name();

    /** In [0, 1]. */
    double of(Hits hits);
}
