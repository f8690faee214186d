package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;

class GraphFilterTest extends PersonalScorerContract {

    @Override
    Scorer fit(Interactions taken, Seed seed) {
        return GraphFilter.fit(taken, GraphFilter.Settings.DEFAULTS, seed);
    }

    @Override
    Scorer read(Tensors tensors) {
        return GraphFilter.of(tensors);
    }
}
