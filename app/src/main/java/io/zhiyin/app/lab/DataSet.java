package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Splits;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import java.nio.file.Path;
import java.util.Arrays;

/** What is learned from and what is judged by: the same people and items by the same numbers, a pair once in each. */
record DataSet(Interactions train, Interactions test) {

    /** Two files; ids are numbered over train first, then test. */
    static DataSet read(Path train, Path test) {
        InteractionFile.check(train);
        InteractionFile.check(test);
        Taken.Ids ids = new Taken.Ids();
        Taken trained = InteractionFile.read(train, ids);
        Taken tested = InteractionFile.read(test, ids);
        return new DataSet(trained.interactions(), judged(test, tested.interactions()));
    }

    /** One file, cut per person. Repeated pairs are summed before, so that no pair stands on both sides. */
    static DataSet cut(Path data, Split split, Seed seed) {
        Taken taken = InteractionFile.read(data, new Taken.Ids());
        if (split.kind() == Split.Kind.TIME && taken.untimed() > 0) {
            throw Problem.of(400, "lab_split_untimed", data.toString(), taken.untimed(), taken.rows());
        }
        Splits.Split halves = split.cut(taken.interactions(), seed);
        return new DataSet(halves.train(), judged(data, halves.test()));
    }

    private static Interactions judged(Path file, Interactions test) {
        Interactions positive = test.positive();
        if (positive.entries() == 0) {
            throw Problem.of(400, "lab_nothing_to_judge", file.toString(), test.entries());
        }
        return positive;
    }

    /** Test entries that stand in their person's train row: masked when ranking, and so misses. */
    int testEntriesInTrain() {
        SparseRows known = train.cells();
        SparseRows wanted = test.cells();
        int count = 0;
        for (int person = 0; person < wanted.rows(); person++) {
            for (int e = wanted.from(person); e < wanted.to(person); e++) {
                int at =
                        Arrays.binarySearch(known.columns(), known.from(person), known.to(person), wanted.columns()[e]);
                count += at >= 0 ? 1 : 0;
            }
        }
        return count;
    }
}
