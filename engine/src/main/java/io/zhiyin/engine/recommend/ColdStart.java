package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A model for items that people took, and texts for those that nobody took yet: the fewer took an item, the more its
 * score comes from what is written about it.
 *
 * <p>Source: a switching hybrid made gradual (Burke, Hybrid recommender systems, User Modeling and User-Adapted
 * Interaction 12, 2002); the share of the text is the weight of a prior in the posterior mean of Bayesian shrinkage
 * (Gelman et al., Bayesian data analysis, 3rd edition, section 2.1).
 * <p>Variant: score(j) = (1 - t(j)) * base(j) + t(j) * text(j), t(j) = k / (k + n(j)), n(j) the people who took j, k the
 * setting {@code people}; a new item is judged by its text alone, one that k people took by both alike. Both scores are
 * brought to one scale first ({@link TopScale}). An item without text and without people scores 0. Every reason names
 * its model, those of a blend the blend's members; the last one takes up the rounding.
 * <p>Shapes: shares in [0, 1], one per item.
 * <p>Cost: fit and score: the base model's and those of {@link ContentBased}. Deterministic on any number of threads.
 */
public final class ColdStart implements Scorer {
    public static final String NAME = "cold-start";
    private static final int SAMPLE = 256;

    private final Blend.Member base;
    private final Blend.Member text;
    private final float[] textShares;

    private ColdStart(Blend.Member base, Blend.Member text, float[] textShares) {
        this.base = base;
        this.text = text;
        this.textShares = textShares;
    }

    /**
     * Joins a model and texts that are already trained, the model on these interactions.
     *
     * @param people from so many people on the model counts more than the text, above 0
     */
    public static ColdStart fit(Blend.Weighted base, ContentBased text, Interactions taken, double people, Seed seed) {
        Interactions positive = taken.positive();
        float[] textShares = new float[taken.items()];
        int[] takers = new int[textShares.length];
        for (int item : positive.cells().columns()) {
            takers[item]++;
        }
        for (int item = 0; item < textShares.length; item++) {
            textShares[item] = (float) (people / (people + takers[item]));
        }
        TopScale scale = new TopScale(taken, SAMPLE, seed);
        return new ColdStart(
                new Blend.Member(base.name(), base.scorer(), (float) (base.weight() * scale.of(base.scorer()))),
                new Blend.Member(ContentBased.NAME, text, (float) scale.of(text)),
                textShares);
    }

    static ColdStart of(Tensors tensors, BiFunction<String, Tensors, Scorer> reader) {
        int[] letters = tensors.ints("base");
        String name = new String(letters, 0, letters.length);
        float[] factors = tensors.floats("factors");
        return new ColdStart(
                new Blend.Member(name, reader.apply(name, tensors.part("model")), factors[0]),
                new Blend.Member(ContentBased.NAME, ContentBased.of(tensors.part("text")), factors[1]),
                tensors.floats("textShares"));
    }

    @Override
    public Tensors tensors() {
        return new Tensors()
                .put("base", base.name().codePoints().toArray())
                .put("factors", new float[] {base.factor(), text.factor()})
                .put("textShares", textShares)
                .put("model", base.scorer().tensors())
                .put("text", text.scorer().tensors());
    }

    @Override
    public int items() {
        return textShares.length;
    }

    @Override
    public void scoreAll(Who who, History taken, float[] scores) {
        float[] texts = new float[scores.length];
        base.scorer().scoreAll(who, taken, scores);
        text.scorer().scoreAll(who, taken, texts);
        for (int item = 0; item < scores.length; item++) {
            scores[item] = (float) (baseShare(item, scores[item]) + textShare(item, texts[item]));
        }
    }

    private double baseShare(int item, float score) {
        return (1 - (double) textShares[item]) * base.factor() * score;
    }

    private double textShare(int item, float score) {
        return (double) textShares[item] * text.factor() * score;
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        float[] scores = new float[items()];
        base.scorer().scoreAll(who, taken, scores);
        double baseShare = baseShare(item, scores[item]);
        text.scorer().scoreAll(who, taken, scores);
        double textShare = textShare(item, scores[item]);
        List<Because> reasons = new ArrayList<>();
        add(reasons, base.name(), Reasons.scaledTo(base.scorer().because(who, taken, item), baseShare));
        add(reasons, text.name(), Reasons.scaledTo(text.scorer().because(who, taken, item), textShare));
        return Reasons.closed(reasons, (float) (baseShare + textShare));
    }

    private static void add(List<Because> reasons, String model, List<Because> own) {
        for (Because reason : own) {
            if (reason.share() != 0) {
                reasons.add(reason instanceof Because.FromModel ? reason : new Because.FromModel(model, reason));
            }
        }
    }
}
