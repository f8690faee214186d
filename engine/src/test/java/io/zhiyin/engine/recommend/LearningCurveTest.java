package io.zhiyin.engine.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LearningCurveTest {

    @Test
    void aModelSolvedInOneStepHasArrived() {
        assertThat(LearningCurve.converged(new float[0])).isTrue();
    }

    @Test
    void onePassAloneTellsNothing() {
        assertThat(LearningCurve.converged(new float[] {1})).isFalse();
    }

    @Test
    void lessThanATenThousandthIsTheEnd() {
        assertThat(LearningCurve.converged(new float[] {5, 1, .99995f})).isTrue();
        assertThat(LearningCurve.converged(new float[] {5, 1, .9998f})).isFalse();
        assertThat(LearningCurve.converged(new float[] {1, Float.NaN})).isFalse();
    }
}
