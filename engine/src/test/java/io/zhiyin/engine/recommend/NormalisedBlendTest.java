package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** What {@link ScorerContract} promises holds for learned weights and for every normalisation. */
class NormalisedBlendTest {

    @Nested
    class LearnedTest extends PersonalScorerContract {
        @Override
        Scorer fit(Interactions taken, Seed seed) {
            return Recommenders.fit("blend", settings("scale", "item-knn,ease,user-knn"), taken, seed);
        }

        @Override
        Scorer read(Tensors tensors) {
            return Recommenders.read("blend", tensors);
        }
    }

    @Nested
    class ZScoreTest extends PersonalScorerContract {
        @Override
        Scorer fit(Interactions taken, Seed seed) {
            return Recommenders.fit("blend", settings("z-score", "item-knn:1,ease:1,user-knn:.5"), taken, seed);
        }

        @Override
        Scorer read(Tensors tensors) {
            return Recommenders.read("blend", tensors);
        }
    }

    @Nested
    class ReciprocalRankTest extends PersonalScorerContract {
        @Override
        Scorer fit(Interactions taken, Seed seed) {
            return Recommenders.fit("blend", settings("reciprocal-rank", "item-knn:1,ease:1"), taken, seed);
        }

        @Override
        Scorer read(Tensors tensors) {
            return Recommenders.read("blend", tensors);
        }
    }

    private static Map<String, String> settings(String normalisation, String members) {
        return Map.of("members", members, "normalisation", normalisation, "ease.lambda", "5", "sample", "20");
    }
}
