package io.zhiyin.engine.recommend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which model of several a score comes from. */
public final class ModelShares {
    private ModelShares() {}

    /**
     * The part of each model, by name, in order of first appearance: the sum of its reasons, divided by the sum of the
     * absolute values of all models' sums. Parts lie in [-1, 1], their absolute values add up to 1; a model that pulls
     * down has a negative part. Empty where no reason names a model or all sums are 0.
     */
    public static Map<String, Double> of(List<Because> reasons) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (Because reason : reasons) {
            if (reason instanceof Because.FromModel b) {
                sums.merge(b.model(), b.share(), Double::sum);
            }
        }
        double whole = sums.values().stream().mapToDouble(Math::abs).sum();
        if (whole == 0) {
            return Map.of();
        }
        sums.replaceAll((_, sum) -> sum / whole);
        return sums;
    }
}
