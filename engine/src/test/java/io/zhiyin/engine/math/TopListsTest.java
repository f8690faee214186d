package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class TopListsTest {
    private static final int FACTORS = 5;
    private static final int ITEMS = 2500;
    private static final int PEOPLE = 300;

    /** Whole numbers of -3..3 have exact products and sums in float, and tie all the time. */
    private static FloatMatrix wholeNumbers(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FloatMatrix matrix = FloatMatrix.zeros(rows, FACTORS);
        for (int i = 0; i < matrix.cells().length; i++) {
            matrix.cells()[i] = random.nextInt(-3, 4);
        }
        return matrix;
    }

    private static SparseRows taken(int people, int items, int each) {
        int[][] columns = new int[people][];
        float[][] values = new float[people][];
        for (int person = 0; person < people; person++) {
            columns[person] = new SplittableRandom(person)
                    .ints(person % (each + 1), 0, items)
                    .sorted()
                    .toArray();
            values[person] = new float[columns[person].length];
        }
        return SparseRows.ofRows(items, columns, values);
    }

    private static int[] bruteForce(FloatMatrix people, int person, FloatMatrix items, SparseRows taken, int k) {
        float[] scores = new float[items.rows()];
        for (int item = 0; item < scores.length; item++) {
            scores[item] = (float) Blas.dot(people.cells(), person * FACTORS, items.cells(), item * FACTORS, FACTORS);
        }
        for (int e = taken.from(person); e < taken.to(person); e++) {
            scores[taken.columns()[e]] = Float.NEGATIVE_INFINITY;
        }
        return TopK.indices(scores, k);
    }

    @Test
    void givesWhatBruteForceGivesTiesIncluded() {
        FloatMatrix items = wholeNumbers(ITEMS, 1);
        FloatMatrix people = wholeNumbers(PEOPLE, 2);
        Arrays.fill(people.cells(), 0, FACTORS, 0); // everything ties
        SparseRows taken = taken(PEOPLE, ITEMS, 900);
        for (int k : new int[] {1, 10, 700}) {
            TopLists.Lists lists = new TopLists(items, k).of(people, taken);
            for (int person = 0; person < PEOPLE; person++) {
                assertThat(Arrays.copyOfRange(lists.items(), person * k, (person + 1) * k))
                        .as("%d best of person %d", k, person)
                        .isEqualTo(bruteForce(people, person, items, taken, k));
            }
        }
    }

    @Test
    void tellsTheScoreOfEveryPlaceAndEndsWhereNothingIsLeft() {
        FloatMatrix items = new FloatMatrix(3, 1, new float[] {-1, 4, 2});
        FloatMatrix people = new FloatMatrix(2, 1, new float[] {1, -1});
        SparseRows taken = SparseRows.ofRows(3, new int[][] {{1}, {}}, new float[][] {{1}, {}});
        TopLists.Lists lists = new TopLists(items, 3).of(people, taken);
        assertThat(lists.items()).containsExactly(2, 0, TopLists.NONE, 0, 2, 1);
        assertThat(lists.scores()).containsExactly(2, -1, Float.NEGATIVE_INFINITY, 1, -2, -4);
    }

    @Test
    void notANumberAndInfinityAreNeverMissedNorChosenByMistake() {
        float[] cells = new float[600];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = -1 - i;
        }
        cells[3] = Float.NaN;
        cells[555] = Float.POSITIVE_INFINITY;
        cells[599] = -.5f;
        SparseRows nothing = SparseRows.ofRows(600, new int[1][0], new float[1][0]);
        FloatMatrix one = new FloatMatrix(1, 1, new float[] {1});
        assertThat(new TopLists(new FloatMatrix(600, 1, cells), 3)
                        .of(one, nothing)
                        .items())
                .containsExactly(555, 599, 0);
    }

    @Test
    void theSameBitsOnOneThreadAndOnTwoAndForAnyCutAtBlocks() throws Exception {
        FloatMatrix items = wholeNumbers(ITEMS, 1);
        FloatMatrix people = wholeNumbers(PEOPLE, 2);
        for (int i = 0; i < people.cells().length; i++) {
            people.cells()[i] *= .1f;
        }
        SparseRows taken = taken(PEOPLE, ITEMS, 9);
        TopLists best = new TopLists(items, 10);
        TopLists.Lists whole = best.of(people, taken);
        for (int threads : new int[] {1, 2}) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                TopLists.Lists again = pool.submit(() -> best.of(people, taken)).get();
                assertThat(again.items()).isEqualTo(whole.items());
                assertThat(again.scores()).isEqualTo(whole.scores());
            }
        }
        int cut = TopLists.PEOPLE;
        FloatMatrix rest = new FloatMatrix(
                PEOPLE - cut, FACTORS, Arrays.copyOfRange(people.cells(), cut * FACTORS, people.cells().length));
        assertThat(best.of(rest, taken.slice(cut, PEOPLE)).scores())
                .isEqualTo(Arrays.copyOfRange(whole.scores(), cut * 10, PEOPLE * 10));
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        TopLists best = new TopLists(wholeNumbers(4, 1), 2);
        assertThatThrownBy(() -> best.of(wholeNumbers(3, 1), taken(2, 4, 0)))
                .hasMessage("illegal people: vectors of 5, 2 x 4 taken, must be 5, 3 x 4");
        assertThatThrownBy(() -> new TopLists(wholeNumbers(4, 1), -1)).hasMessageContaining("illegal k: -1");
    }
}
