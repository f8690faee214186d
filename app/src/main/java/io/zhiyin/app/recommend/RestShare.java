package io.zhiyin.app.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.TopK;
import io.zhiyin.engine.recommend.Because;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.Who;
import java.util.Arrays;

/** How much of its scores a model cannot attribute to a reason, measured on the best items of a sample of people. */
final class RestShare {
    private static final int SAMPLE = 64;

    private RestShare() {}

    /** The median over the sample, 0..1; 0 where nobody has a score. */
    static double median(Scorer scorer, Interactions taken, Seed seed) {
        int[] people = seed.child("rest.sample", 0).shuffled(taken.people());
        float[] scores = new float[scorer.items()];
        double[] shares = new double[Math.min(SAMPLE, people.length)];
        int measured = 0;
        for (int i = 0; i < shares.length; i++) {
            History history = taken.history(people[i]);
            scorer.scoreAll(Who.NEWCOMER, history, scores);
            int best = TopK.indices(scores, 1)[0];
            double rest = 0;
            double whole = 0;
            for (Because reason : scorer.because(Who.NEWCOMER, history, best)) {
                rest += reason.plain() instanceof Because.Rest ? Math.abs(reason.share()) : 0;
                whole += Math.abs(reason.share());
            }
            if (whole > 0) {
                shares[measured++] = rest / whole;
            }
        }
        Arrays.sort(shares, 0, measured);
        return measured == 0 ? 0 : shares[measured / 2];
    }
}
