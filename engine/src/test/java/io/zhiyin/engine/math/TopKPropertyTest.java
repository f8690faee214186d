package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TopKPropertyTest {

    /** Few distinct values, so that ties are the rule. */
    @Provide
    Arbitrary<float[]> scores() {
        return Arbitraries.of(0f, -0f, 1f, 2f, -3.5f, 7f, Float.NEGATIVE_INFINITY, Float.NaN)
                .array(float[].class)
                .ofMaxSize(60);
    }

    @Property
    void isASortCutShort(@ForAll("scores") float[] scores, @ForAll @IntRange(max = 70) int k) {
        assertThat(TopK.indices(scores, k)).containsExactly(sorted(scores, k, new boolean[scores.length]));
    }

    @Property
    void leavesOutWhatIsMarked(@ForAll("scores") float[] scores, @ForAll @IntRange(max = 9) int k) {
        boolean[] skip = new boolean[scores.length];
        for (int i = 0; i < skip.length; i += 3) {
            skip[i] = true;
        }
        assertThat(TopK.indices(scores, k, skip)).containsExactly(sorted(scores, k, skip));
    }

    @Property
    void doesNotDependOnTheOrderOfOffers(@ForAll("scores") float[] scores, @ForAll @IntRange(max = 9) int k) {
        TopK best = new TopK(k);
        for (int i : Seed.of(k).shuffled(scores.length)) {
            best.offer(i, scores[i]);
        }
        assertThat(best.take()).containsExactly(sorted(scores, k, new boolean[scores.length]));
        assertThat(best.take()).isEmpty();
    }

    private static int[] sorted(float[] scores, int k, boolean[] skip) {
        List<Integer> left = IntStream.range(0, scores.length)
                .filter(i -> !skip[i] && scores[i] > Float.NEGATIVE_INFINITY)
                .boxed()
                // 0 and -0 are the same score; Float.compare would part them.
                .sorted(Comparator.comparingDouble((Integer i) -> -(scores[i] + 0f))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return left.stream().limit(k).mapToInt(Integer::intValue).toArray();
    }
}
