package io.zhiyin.app.recommend;

import io.zhiyin.engine.evaluate.Estimate;
import java.util.List;
import java.util.Map;

/**
 * What a model was trained on and how good it is: written beside the model, shown on the page.
 *
 * @param settings every setting with its value, defaults included
 * @param given the settings that were asked for: the next training without a wish of its own uses them again
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
        Judged holdout,
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
     */
    public record Judged(
            String how,
            String judgedBy,
            String cut,
            int people,
            Map<String, Estimate> metrics,
            Map<String, Double> coverage,
            Map<String, Estimate> popularity) {}
}
