package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.evaluate.RankMetric;
import java.util.List;

/** A metric and the length of the lists it judges, typed as {@code ndcg@20}. */
record MetricAt(RankMetric metric, int k) {

    static MetricAt of(String text) {
        List<String> names = RankMetric.all().stream().map(RankMetric::name).toList();
        int sign = text.indexOf('@');
        String name = sign < 0 ? text : text.substring(0, sign);
        String digits = sign < 0 ? "" : text.substring(sign + 1);
        int k = digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : 0;
        return RankMetric.all().stream()
                .filter(metric -> metric.name().equals(name) && k >= 1 && k <= Typed.AT_MAX)
                .findFirst()
                .map(metric -> new MetricAt(metric, k))
                .orElseThrow(() -> Problem.of(
                        400,
                        "lab_metric_unknown",
                        text,
                        Nearest.of(name, names) + "@20",
                        String.join(", ", names),
                        Typed.AT_MAX));
    }

    String text() {
        return metric.name() + "@" + k;
    }
}
