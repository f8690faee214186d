package io.zhiyin.app.recommend;

import io.zhiyin.engine.evaluate.BeyondAccuracy;
import io.zhiyin.engine.evaluate.Estimate;
import io.zhiyin.engine.evaluate.Slices;
import java.util.List;
import java.util.Map;

/**
 * What a model was trained on and how good it is: written beside the model, shown on the page.
 *
 * @param settings every setting with its value, defaults included
 * @param given the settings that were asked for: the next training without a wish of its own uses them again
 * @param feedback the weights of the kinds of events, by kind
 * @param choice why this model and no other
 * @param slices the holdout's recall and nDCG for parts of the people and the items, by the name of the part
 * @param losses of each pass of training; empty for a model that is solved in one step
 * @param converged whether the last passes hardly changed the loss
 * @param notes stable words for what a reader must know, e.g. {@code holdout_random_no_times}
 * @param medianRestShare the median share of scores that the model cannot attribute to a reason, 0..1
 */
public record ModelCard(
        String model,
        String trainedAt,
        Window window,
        Rows rows,
        Map<String, String> settings,
        Map<String, String> given,
        long seed,
        Map<String, Float> feedback,
        Choice choice,
        Judged holdout,
        Map<String, Slices.Slice> slices,
        List<Float> losses,
        boolean converged,
        List<String> notes,
        double medianRestShare,
        Map<String, Double> seconds) {

    /** The time of the data, ISO-8601; empty where the data have none. */
    public record Window(String from, String until) {}

    /** How much it was trained on; {@code pairs} are people x items with a preference. */
    public record Rows(long events, int people, int items, int pairs) {}

    /**
     * How it did on data that it had not seen, beside the plain count of what is popular.
     *
     * @param how {@code time}: later events; {@code random}: a seeded random part, because the data have no times;
     *     {@code none}: too little to hold anything out
     * @param judgedBy {@code purchase}, or {@code any} signal where purchases are few
     * @param people with something in the held-out part
     * @param beyond what the lists are like besides being right: the share of items in some list, and {@link BeyondAccuracy}
     * @param popularity the metrics of plain popularity
     * @param beyondOfPopularity its lists
     */
    public record Judged(
            String how,
            String judgedBy,
            String cut,
            int people,
            Map<String, Estimate> metrics,
            Map<String, Double> beyond,
            Map<String, Estimate> popularity,
            Map<String, Double> beyondOfPopularity) {
        /** Where there was too little to hold anything out. */
        static final Judged NONE = new Judged("none", "any", "", 0, Map.of(), Map.of(), Map.of(), Map.of());
    }

    /**
     * How the model was chosen.
     *
     * @param how {@link #VALIDATION} or why there was none: {@link #ASKED}, {@link #ONLY_ONE}, {@link #TOO_LITTLE}
     * @param heldOut {@code time} or {@code random}, as for {@link Judged}; empty without a validation
     * @param cut the moment before which the candidates learned; what came up to the holdout's cut judged them
     * @param people who were judged
     */
    public record Choice(String how, String heldOut, String cut, int people, List<Contender> contenders) {
        static final String VALIDATION = "validation";
        static final String ASKED = "asked";
        static final String ONLY_ONE = "only_one";
        static final String TOO_LITTLE = "too_little";

        static Choice of(String how) {
            return new Choice(how, "", "", 0, List.of());
        }
    }

    /**
     * A model that might have served.
     *
     * @param outcome {@code chosen}, {@code judged}, {@code too_large} or {@code not_trainable}
     * @param metrics of the validation
     * @param difference of those to the chosen one's, for the same people; empty for the chosen one
     * @param seconds of training and judging
     */
    public record Contender(
            String model,
            Map<String, String> settings,
            String outcome,
            Map<String, Estimate> metrics,
            Map<String, Estimate> difference,
            double seconds) {}
}
