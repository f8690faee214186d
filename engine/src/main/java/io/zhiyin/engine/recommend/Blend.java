package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Chunks;
import io.zhiyin.engine.math.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A weighted sum of recommenders whose scores have been brought to a common scale.
 *
 * <p>Source: the weighted hybrid of Burke, Hybrid recommender systems, User Modeling and User-Adapted Interaction 12,
 * 2002 (weighted hybrids).
 * <p>Variant: score(j) = sum over members of weight * scale * score of the member; scale = 1 / typical top score, the
 * median over a seeded sample of training histories of the best score among items not in the history, counting positive
 * ones only (1 when there is none). A scale is a constant of the model, not of the list: z-scores of each list would
 * score one item differently beside different others and could not be explained. The product is rounded to float once,
 * then multiplies every summand of the member, so reasons add up bit for bit. A member that is not {@link Additive}
 * enters as one {@link Because.Rest}.
 * <p>Shapes: members in the order given; all with the same number of items.
 * <p>Cost: fit: the members' own plus {@code sample} scorings each; score: the sum of the members'. Deterministic on
 * any number of threads.
 */
public final class Blend implements Additive {
    public static final String NAME = "blend";

    private final List<Member> members;

    private Blend(List<Member> members) {
        this.members = members;
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

    /** @param sample how many training histories the scales are measured on, at least 1 */
    public record Settings(int sample) {
        public static final Settings DEFAULTS = new Settings(256);

        public Settings {
            if (sample < 1) {
                throw new IllegalArgumentException("illegal sample: " + sample + ", must be at least 1");
            }
        }
    }

    /**
     * Measures the scales of members that are already trained.
     *
     * @param taken what the members were trained on, row by row
     */
    public static Blend fit(List<Weighted> members, Interactions taken, Settings settings, Seed seed) {
        int[] sample = sample(taken, settings.sample, seed);
        List<Member> scaled = new ArrayList<>();
        for (Weighted member : members) {
            double scale = scale(member.scorer, taken, sample);
            scaled.add(new Member(member.name, member.scorer, (float) (member.weight * scale)));
        }
        return of(scaled);
    }

    /** A blend of members whose factors are known. */
    public static Blend of(List<Member> members) {
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
        return new Blend(List.copyOf(members));
    }

    /** @param reader makes a member from its name and tensors */
    public static Blend of(Tensors tensors, BiFunction<String, Tensors, Scorer> reader) {
        int[] letters = tensors.ints("members");
        String[] names = new String(letters, 0, letters.length).split(",", -1);
        float[] factors = tensors.floats("factors");
        List<Member> members = new ArrayList<>();
        for (int m = 0; m < names.length; m++) {
            members.add(new Member(names[m], reader.apply(names[m], tensors.part(String.valueOf(m))), factors[m]));
        }
        return of(members);
    }

    @Override
    public Tensors tensors() {
        String names = String.join(",", members.stream().map(Member::name).toList());
        float[] factors = new float[members.size()];
        Tensors tensors =
                new Tensors().put("members", names.codePoints().toArray()).put("factors", factors);
        for (int m = 0; m < factors.length; m++) {
            factors[m] = members.get(m).factor;
            tensors.put(String.valueOf(m), members.get(m).scorer.tensors());
        }
        return tensors;
    }

    public List<Member> members() {
        return members;
    }

    @Override
    public int items() {
        return members.getFirst().scorer.items();
    }

    @Override
    public void addAll(Who who, History taken, double factor, double[] sums) {
        for (Member member : members) {
            double product = factor * member.factor;
            if (member.scorer instanceof Additive additive) {
                additive.addAll(who, taken, product, sums);
            } else {
                float[] scores = new float[sums.length];
                member.scorer.scoreAll(who, taken, scores);
                for (int item = 0; item < sums.length; item++) {
                    sums[item] += product * scores[item];
                }
            }
        }
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        List<Because> reasons = new ArrayList<>();
        for (Member member : members) {
            for (Because reason : reasonsOf(member, who, taken, item)) {
                reasons.add(reason.withShare(member.factor * reason.share()));
            }
        }
        return reasons;
    }

    private static List<Because> reasonsOf(Member member, Who who, History taken, int item) {
        if (member.scorer instanceof Additive additive) {
            return additive.because(who, taken, item);
        }
        float[] scores = new float[member.scorer.items()];
        member.scorer.scoreAll(who, taken, scores);
        return scores[item] == 0 ? List.of() : List.of(new Because.Rest(scores[item]));
    }

    private static int[] sample(Interactions taken, int size, Seed seed) {
        int[] shuffled = seed.child("blend.sample", 0).shuffled(taken.people());
        return Arrays.stream(shuffled)
                .filter(person -> taken.cells().size(person) > 0)
                .limit(size)
                .toArray();
    }

    private static double scale(Scorer scorer, Interactions taken, int[] sample) {
        double[] tops = new double[sample.length];
        Chunks.run(sample.length, (from, to) -> {
            float[] scores = new float[scorer.items()];
            for (int i = from; i < to; i++) {
                tops[i] = topUntaken(scorer, sample[i], taken.history(sample[i]), scores);
            }
        });
        double[] positive = Arrays.stream(tops).filter(top -> top > 0).sorted().toArray();
        return positive.length == 0 ? 1 : 1 / positive[positive.length / 2];
    }

    private static float topUntaken(Scorer scorer, int person, History history, float[] scores) {
        scorer.scoreAll(new Who.Known(person), history, scores);
        for (int item : history.items()) {
            scores[item] = Float.NEGATIVE_INFINITY;
        }
        float top = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            top = Math.max(top, score);
        }
        return top;
    }
}
