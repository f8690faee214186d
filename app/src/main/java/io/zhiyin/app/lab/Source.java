package io.zhiyin.app.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the data of an evaluation come from. */
sealed interface Source {

    /** Two files of pairs. */
    record Halves(Path train, Path test) implements Source {}

    /** What to learn from alone: enough to tune on, nothing to be judged by. */
    record TrainOnly(Path train) implements Source {}

    /**
     * One file of pairs, cut in two.
     *
     * @param isUnweighted whether every pair weighs 1, whatever the file says
     */
    record Whole(Path data, Split split, boolean isUnweighted) implements Source {}

    /** One file of sequences; the last item of every line is the test. */
    record LastOut(Path sequences, boolean hasUserColumn) implements Source {}

    /** Sequences to learn from, and histories whose k-th line belongs to the k-th line of the targets. */
    record LineByLine(Path sequences, Path histories, Path targets, boolean hasUserColumn) implements Source {}

    /** As it was typed, by option. */
    default Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        switch (this) {
            case Halves s -> {
                told.put("train", s.train.toString());
                told.put("test", s.test.toString());
            }
            case TrainOnly s -> told.put("train", s.train.toString());
            case Whole s -> {
                told.put("data", s.data.toString());
                told.put("split", s.split.text());
                told.put("unweighted", s.isUnweighted);
            }
            case LastOut s -> {
                told.put("sequences", s.sequences.toString());
                told.put("userColumn", s.hasUserColumn);
                told.put("protocol", "last-out");
            }
            case LineByLine s -> {
                told.put("sequences", s.sequences.toString());
                told.put("histories", s.histories.toString());
                told.put("targets", s.targets.toString());
                told.put("userColumn", s.hasUserColumn);
            }
        }
        return told;
    }
}
