package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Splits.Split;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A weighted sum of recommenders whose scores have been brought to a common scale; the weights are given, or learned on
 * a part of the training data that the members did not see.
 *
 * <p>Source: the weighted hybrid of Burke, Hybrid recommender systems, User Modeling and User-Adapted Interaction 12,
 * 2002 (weighted hybrids); learning: {@link Stacking}.
 * <p>Variant: score(j) = sum over members of weight * normalised score of the member ({@link Normalisation}, of
 * which the constant one is {@link TopScale}). Learning: the training data are cut
 * ({@link ValidationCut}), members are trained on the one part, weights learned on the other, then the members are
 * trained again on everything; a test part is nowhere in sight. Candidates of a person in the validation part: the 200
 * best new items of every member. Every reason names its member ({@link Because.FromModel}). Summands of {@link Additive}
 * members under a constant scale are added one by one; otherwise a member's score enters whole, and the last reason takes
 * up the rounding ({@link Reasons#closed}).
 * <p>Shapes: members in the order given; all with the same number of items.
 * <p>Cost: fit: the members' own plus {@code sample} scorings each; with learned weights the members' twice, and
 * {@code people} scorings. Score: the sum of the members', z-scores and ranks one or two passes more. Deterministic on
 * any number of threads.
 */
public final class Blend implements Additive {
    public static final String NAME = "blend";
    /** How many of each member's best items compete for a place while weights are learned. */
    private static final int CANDIDATES = 200;

    private final List<Member> members;
    private final Normalisation normalisation;
    private final double[] weights;

    private Blend(List<Member> members, Normalisation normalisation, double[] weights) {
        this.members = members;
        this.normalisation = normalisation;
        this.weights = weights;
    }

    /**
     * One recommender of the blend.
     *
     * @param name the name under which it is read back
     * @param factor weight * scale, finite
     */
    public record Member(String name, Scorer scorer, float factor) {}

    /**
     * One recommender before its scale is known.
     *
     * @param weight finite; negative pushes down what the member likes
     */
    public record Weighted(String name, Scorer scorer, double weight) {}

    /**
     * @param sample how many training histories the scales are measured on, at least 1
     * @param learning how weights are learned, where they are
     */
    public record Settings(int sample, Normalisation normalisation, Learning learning) {
        public static final Settings DEFAULTS = new Settings(256, Normalisation.SCALE, Learning.DEFAULTS);

        public Settings {
            if (sample < 1) {
                throw new IllegalArgumentException("illegal sample: " + sample + ", must be at least 1");
            }
        }
    }

    /**
     * @param share of the training interactions that members do not see while weights are learned, in (0, 1)
     * @param people how many people the weights are learned on, at least 1
     * @param at the length of the lists that are to be good, at least 1
     */
    public record Learning(ValidationCut cut, double share, int people, int at) {
        public static final Learning DEFAULTS = new Learning(ValidationCut.AUTO, .2, 2000, 20);

        public Learning {
            if (!(share > 0 && share < 1) || people < 1 || at < 1) {
                throw new IllegalArgumentException("illegal learning: share " + share + ", people " + people + ", at "
                        + at + ", must be in (0, 1), at least 1 and at least 1");
            }
        }
    }

    /**
     * Measures the scales of members that are already trained.
     *
     * @param taken what the members were trained on, row by row
     */
    public static Blend fit(List<Weighted> members, Interactions taken, Settings settings, Seed seed) {
        TopScale scales = new TopScale(taken, settings.sample, seed);
        List<Member> scaled = new ArrayList<>();
        for (Weighted member : members) {
            double scale = settings.normalisation == Normalisation.SCALE ? scales.of(member.scorer) : 1;
            scaled.add(new Member(member.name, member.scorer, (float) (member.weight * scale)));
        }
        double[] weights = members.stream().mapToDouble(Weighted::weight).toArray();
        return new Blend(checked(scaled), settings.normalisation, weights);
    }

    /**
     * The weights of members that rank best a part of the data which they are not trained on, by name, in order; without
     * those that are of no use.
     *
     * @param fit trains the members, all of weight 1, on the data it is given
     */
    static Map<String, Double> learn(
            Function<Interactions, List<Weighted>> fit, Interactions taken, Settings settings, Seed seed) {
        Learning learning = settings.learning;
        Split cut = learning.cut.of(taken.positive(), learning.share, seed.child("blend.cut", 0));
        List<Weighted> alike = fit.apply(cut.train());
        Blend trial = fit(alike, cut.train(), settings, seed);
        double[] weights = Stacking.weights(trial.cases(cut, learning, seed), alike.size(), learning.at);
        Map<String, Double> learned = new LinkedHashMap<>();
        for (Weighted member : alike) {
            learned.put(member.name, weights[learned.size()]);
        }
        learned.values().removeIf(weight -> weight == 0);
        return learned;
    }

    /** A blend of members whose factors are known, under constant scales. */
    public static Blend of(List<Member> members) {
        return new Blend(checked(members), Normalisation.SCALE, new double[0]);
    }

    private static List<Member> checked(List<Member> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("illegal blend: no members, must be at least one");
        }
        int items = members.getFirst().scorer.items();
        for (Member member : members) {
            if (member.scorer instanceof Blend
                    || member.scorer.items() != items
                    || !Float.isFinite(member.factor)
                    || member.name.indexOf(',') >= 0) {
                throw new IllegalArgumentException("illegal member of a blend: " + member.name + ", a "
                        + member.scorer.getClass().getSimpleName() + " of " + member.scorer.items()
                        + " items with factor " + member.factor + ", must not be a blend or hold a comma in its name,"
                        + " must have " + items + " items and a finite factor");
            }
        }
        return List.copyOf(members);
    }

    /**
     * Files of the first days hold neither weights nor a normalisation: their scales are constant.
     *
     * @param reader makes a member from its name and tensors
     */
    public static Blend of(Tensors tensors, BiFunction<String, Tensors, Scorer> reader) {
        int[] letters = tensors.ints("members");
        String[] names = new String(letters, 0, letters.length).split(",", -1);
        float[] factors = tensors.floats("factors");
        List<Member> members = new ArrayList<>();
        for (int m = 0; m < names.length; m++) {
            members.add(new Member(names[m], reader.apply(names[m], tensors.part(String.valueOf(m))), factors[m]));
        }
        if (!tensors.ints().containsKey("normalisation")) {
            return of(members);
        }
        float[] kept = tensors.floats("weights");
        double[] weights = new double[kept.length];
        for (int m = 0; m < kept.length; m++) {
            weights[m] = kept[m];
        }
        return new Blend(checked(members), Normalisation.of(tensors.ints("normalisation")[0]), weights);
    }

    @Override
    public Tensors tensors() {
        String names = String.join(",", members.stream().map(Member::name).toList());
        float[] factors = new float[members.size()];
        float[] kept = new float[weights.length];
        Tensors tensors = new Tensors()
                .put("members", names.codePoints().toArray())
                .put("factors", factors)
                .put("weights", kept)
                .put("normalisation", new int[] {normalisation.code()});
        for (int m = 0; m < factors.length; m++) {
            factors[m] = members.get(m).factor;
            tensors.put(String.valueOf(m), members.get(m).scorer.tensors());
        }
        for (int m = 0; m < kept.length; m++) {
            kept[m] = (float) weights[m];
        }
        return tensors;
    }

    public List<Member> members() {
        return members;
    }

    /** The weights by member, given or learned; empty where only the factors are known. */
    public Map<String, Double> weights() {
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int m = 0; m < weights.length; m++) {
            byName.put(members.get(m).name, weights[m]);
        }
        return byName;
    }

    @Override
    public int items() {
        return members.getFirst().scorer.items();
    }

    /** Where summands are added one by one, so that their order alone makes the score. */
    private boolean isExact(Member member) {
        return normalisation == Normalisation.SCALE && member.scorer instanceof Additive;
    }

    @Override
    public void addAll(Who who, History taken, double factor, double[] sums) {
        for (Member member : members) {
            double product = factor * member.factor;
            if (isExact(member) && member.scorer instanceof Additive additive) {
                additive.addAll(who, taken, product, sums);
            } else {
                double[] scores = normalised(member.scorer, who, taken);
                for (int item = 0; item < sums.length; item++) {
                    sums[item] += product * scores[item];
                }
            }
        }
    }

    private double[] normalised(Scorer scorer, Who who, History taken) {
        float[] scores = new float[scorer.items()];
        scorer.scoreAll(who, taken, scores);
        return normalisation.of(scores, taken);
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        return becauseAll(who, taken, new int[] {item}).getFirst();
    }

    @Override
    public List<List<Because>> becauseAll(Who who, History taken, int[] items) {
        List<List<Because>> all = new ArrayList<>(items.length);
        for (int i = 0; i < items.length; i++) {
            all.add(new ArrayList<>());
        }
        double[] scores = new double[items.length];
        for (Member member : members) {
            List<List<Because>> own = member.scorer.becauseAll(who, taken, items);
            double[] whole = isExact(member) ? new double[0] : normalised(member.scorer, who, taken);
            for (int i = 0; i < items.length; i++) {
                List<Because> scaled = isExact(member)
                        ? scaled(own.get(i), member.factor)
                        : Reasons.scaledTo(own.get(i), member.factor * whole[items[i]]);
                scores[i] = isExact(member) ? plus(scores[i], scaled) : scores[i] + member.factor * whole[items[i]];
                for (Because reason : scaled) {
                    all.get(i).add(new Because.FromModel(member.name, reason));
                }
            }
        }
        if (!members.stream().allMatch(this::isExact)) {
            for (int i = 0; i < items.length; i++) {
                all.set(i, Reasons.closed(all.get(i), (float) scores[i]));
            }
        }
        return all;
    }

    private static List<Because> scaled(List<Because> reasons, double factor) {
        return reasons.stream()
                .map(reason -> reason.withShare(factor * reason.share()))
                .toList();
    }

    /** Share by share: their order makes the sum. */
    private static double plus(double score, List<Because> reasons) {
        double sum = score;
        for (Because reason : reasons) {
            sum += reason.share();
        }
        return sum;
    }

    /** What the weights are learned on: members, all of weight 1, and what some people of the other part took. */
    private List<Stacking.Case> cases(Split cut, Learning learning, Seed seed) {
        Interactions train = cut.train();
        Interactions test = cut.test().positive();
        int[] people = Arrays.stream(seed.child("blend.people", 0).shuffled(test.people()))
                .filter(person -> train.cells().size(person) > 0 && test.cells().size(person) > 0)
                .limit(learning.people)
                .toArray();
        Stacking.Case[] cases = new Stacking.Case[people.length];
        Chunks.run(people.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                cases[i] = caseOf(people[i], train.history(people[i]), test.history(people[i]));
            }
        });
        return Arrays.stream(cases).filter(one -> one.wanted() > 0).toList();
    }

    private Stacking.Case caseOf(int person, History taken, History later) {
        boolean[] isTaken = marked(taken);
        boolean[] isWanted = marked(later);
        boolean[] isCandidate = new boolean[items()];
        double[][] all = new double[members.size()][];
        for (int m = 0; m < all.length; m++) {
            float[] scores = new float[items()];
            members.get(m).scorer.scoreAll(new Who.Known(person), taken, scores);
            all[m] = normalisation.of(scores, taken);
            for (int item : TopK.indices(scores, CANDIDATES, isTaken)) {
                isCandidate[item] = true;
            }
        }
        int[] candidates =
                IntStream.range(0, items()).filter(i -> isCandidate[i]).toArray();
        double[][] scores = new double[all.length][candidates.length];
        boolean[] wantedHere = new boolean[candidates.length];
        for (int c = 0; c < candidates.length; c++) {
            wantedHere[c] = isWanted[candidates[c]];
            for (int m = 0; m < all.length; m++) {
                scores[m][c] = members.get(m).factor * all[m][candidates[c]];
            }
        }
        int wanted = (int) IntStream.range(0, items())
                .filter(i -> isWanted[i] && !isTaken[i])
                .count();
        return new Stacking.Case(scores, wantedHere, wanted);
    }

    private boolean[] marked(History history) {
        boolean[] marked = new boolean[items()];
        for (int item : history.items()) {
            marked[item] = true;
        }
        return marked;
    }
}
