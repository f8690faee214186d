package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Splits;
import io.zhiyin.engine.data.Vocabulary;
import io.zhiyin.engine.evaluate.Heldout;
import io.zhiyin.engine.math.Seed;
import java.nio.file.Path;

/**
 * What is learned from and what is judged by, read from files: the same people and items by the same numbers. Ids are
 * numbered in the order in which files are read, what is learned from first.
 */
final class DataSet {
    private DataSet() {}

    /**
     * Reads what a model is judged by; files that give the answers away are refused.
     *
     * @param allowsOverlap whether test pairs that stand in the history are masked and counted instead of refused
     */
    static Heldout read(Source source, Seed seed, boolean allowsOverlap) {
        return read(source, seed, new Leaks(allowsOverlap, false), new Taken.Ids());
    }

    /**
     * What is counted instead of refused.
     *
     * @param overlap test pairs that stand in the person's history; they are masked
     * @param future entries of a history that are newer than a test entry of the same person, of two files
     */
    record Leaks(boolean overlap, boolean future) {
        static final Leaks NONE = new Leaks(false, false);
    }

    /** @param ids learns the ids of files of pairs; of sequences, whose items are numbers, it learns none */
    static Heldout read(Source source, Seed seed, Leaks allowed, Taken.Ids ids) {
        Heldout heldout = switch (source) {
            case Source.Halves s -> halves(s.train(), s.test(), ids);
            case Source.TrainOnly s -> throw Problem.of(400, "lab_files_unclear", "--train " + s.train());
            case Source.Whole s -> cut(s.data().toString(), read(s, ids), s.split(), seed);
            case Source.LastOut s ->
                cut(s.sequences().toString(), sequences(s.sequences(), s.hasUserColumn()), new Split.LastOut(), seed);
            case Source.LineByLine s -> lineByLine(s);
        };
        int overlaps = heldout.overlaps();
        if (overlaps > 0 && !allowed.overlap) {
            throw Problem.of(400, "lab_overlap", overlaps, heldout.tests().entries());
        }
        // Of one file that is cut, a cut by time is checked where it is made, and a random one was asked for by its
        // name.
        int future = source instanceof Source.Halves && !allowed.future ? heldout.futureEntries() : 0;
        if (future > 0) {
            throw Problem.of(400, "lab_future", future, heldout.histories().entries());
        }
        return heldout;
    }

    /**
     * Reads what settings are tuned on: a part of what is learned from, or a file of its own; never the test.
     *
     * @param seed draws the cut of the source as {@link #read} does, and, split again, the validation part
     */
    static Heldout tuning(Source source, Validation validation, Seed seed) {
        return switch (validation) {
            case Validation.Own own -> halves(trainFile(source), own.file(), new Taken.Ids());
            case Validation.Part part -> {
                Interactions train = train(source, seed);
                String name = source.told().values().iterator().next().toString();
                Split split = part.split();
                if (split.needsTimes() && !train.timed()) {
                    throw Problem.of(400, "lab_split_untimed", name, untimed(train), train.entries());
                }
                yield cut(name, train, split, seed.child("validation", 0));
            }
        };
    }

    /** The file that is learned from, which a validation file can stand beside. */
    private static Path trainFile(Source source) {
        return switch (source) {
            case Source.Halves s -> s.train();
            case Source.TrainOnly s -> s.train();
            case Source.Whole _, Source.LastOut _, Source.LineByLine _ ->
                throw Problem.of(
                        400,
                        "lab_validation_file",
                        String.join(" ", source.told().keySet()));
        };
    }

    private static Interactions train(Source source, Seed seed) {
        return switch (source) {
            case Source.Halves s ->
                InteractionFile.read(s.train(), new Taken.Ids()).interactions();
            case Source.TrainOnly s ->
                InteractionFile.read(s.train(), new Taken.Ids()).interactions();
            case Source.LineByLine s -> sequences(s.sequences(), s.hasUserColumn());
            case Source.Whole _, Source.LastOut _ -> read(source, seed, true).train();
        };
    }

    private static Heldout halves(Path train, Path test, Taken.Ids ids) {
        InteractionFile.check(train);
        InteractionFile.check(test);
        Taken trained = InteractionFile.read(train, ids);
        Taken tested = InteractionFile.read(test, ids);
        return Heldout.of(trained.interactions(), judged(test.toString(), tested.interactions()));
    }

    /** Repeated pairs are summed before, so that no pair stands on both sides. */
    private static Interactions read(Source.Whole source, Taken.Ids ids) {
        Taken taken = InteractionFile.read(source.data(), ids);
        if (source.split().needsTimes() && taken.untimed() > 0) {
            throw Problem.of(400, "lab_split_untimed", source.data().toString(), taken.untimed(), taken.rows());
        }
        Interactions all = taken.interactions();
        return source.isUnweighted() ? all.unweighted() : all;
    }

    private static Heldout cut(String name, Interactions all, Split split, Seed seed) {
        Splits.Split halves = split.cut(all, seed);
        if (halves.train().entries() == 0) {
            throw Problem.of(400, "lab_nothing_to_learn", name, split.text());
        }
        Heldout heldout = Heldout.of(halves.train(), judged(name, halves.test()));
        int future = split.needsTimes() ? heldout.futureEntries() : 0;
        if (future > 0) {
            throw new IllegalStateException("illegal split " + split.text() + " of " + name + ": " + future
                    + " history entries lie after a test entry of the same person, must be 0");
        }
        return heldout;
    }

    private static Interactions sequences(Path file, boolean hasUserColumn) {
        Vocabulary.Builder items = new Vocabulary.Builder();
        SequenceFile read = SequenceFile.read(file, hasUserColumn, items);
        return read.interactions(items.size());
    }

    private static Heldout lineByLine(Source.LineByLine source) {
        Vocabulary.Builder items = new Vocabulary.Builder();
        boolean hasUserColumn = source.hasUserColumn();
        SequenceFile learned = SequenceFile.read(source.sequences(), hasUserColumn, items);
        SequenceFile shown = SequenceFile.read(source.histories(), hasUserColumn, items);
        SequenceFile wanted = SequenceFile.read(source.targets(), hasUserColumn, items);
        if (shown.people() != wanted.people()) {
            throw Problem.of(
                    400,
                    "lab_lines_differ",
                    source.histories().toString(),
                    shown.people(),
                    source.targets().toString(),
                    wanted.people());
        }
        return new Heldout(
                learned.interactions(items.size()),
                shown.interactions(items.size()),
                judged(source.targets().toString(), wanted.interactions(items.size())),
                false);
    }

    private static Interactions judged(String file, Interactions test) {
        Interactions positive = test.positive();
        if (positive.entries() == 0) {
            throw Problem.of(400, "lab_nothing_to_judge", file, test.entries());
        }
        return positive;
    }

    private static int untimed(Interactions all) {
        int untimed = 0;
        for (int e = 0; e < all.entries(); e++) {
            untimed += all.atSeconds(e) == History.UNTIMED ? 1 : 0;
        }
        return untimed;
    }
}
