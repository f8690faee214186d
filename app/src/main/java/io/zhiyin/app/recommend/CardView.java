package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.recommend.RecommendationsView.Choice;
import io.zhiyin.app.recommend.RecommendationsView.Contender;
import io.zhiyin.app.recommend.RecommendationsView.Interval;
import io.zhiyin.app.recommend.RecommendationsView.Judged;
import io.zhiyin.app.recommend.RecommendationsView.Metric;
import io.zhiyin.app.recommend.RecommendationsView.Model;
import io.zhiyin.app.recommend.RecommendationsView.Part;
import io.zhiyin.app.recommend.RecommendationsView.Proposal;
import io.zhiyin.app.recommend.RecommendationsView.Rows;
import io.zhiyin.app.recommend.RecommendationsView.Setting;
import io.zhiyin.app.recommend.RecommendationsView.Trait;
import io.zhiyin.app.recommend.RecommendationsView.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From a model's card, and from what a search for weights found, to what the page shows of them. */
final class CardView {
    private static final String NDCG = "ndcg@" + Contest.AT;

    private CardView() {}

    static Model model(JsonNode card, String label) {
        JsonNode rows = card.path("rows");
        List<String> notes = new ArrayList<>();
        card.path("notes").forEach(note -> notes.add(note.asText()));
        double seconds = 0;
        for (JsonNode lap : card.path("seconds")) {
            seconds += lap.asDouble();
        }
        return new Model(
                label,
                Instant.parse(card.path("trainedAt").asText()),
                new Rows(
                        rows.path("events").asLong(),
                        rows.path("people").asInt(),
                        rows.path("items").asInt(),
                        rows.path("pairs").asInt()),
                choice(card.path("choice")),
                judged(card.path("holdout")),
                parts(card.path("slices")),
                losses(card.path("losses")),
                card.path("medianRestShare").asDouble(),
                notes,
                settings(card.path("settings")),
                seconds);
    }

    private static List<Setting> settings(JsonNode told) {
        List<Setting> settings = new ArrayList<>();
        told.properties()
                .forEach(e -> settings.add(new Setting(e.getKey(), e.getValue().asText())));
        return settings;
    }

    private static Choice choice(JsonNode told) {
        List<Contender> contenders = new ArrayList<>();
        for (JsonNode one : told.path("contenders")) {
            contenders.add(new Contender(
                    Candidate.of(one).label(),
                    one.path("outcome").asText(),
                    interval(one.path("metrics").path(NDCG)),
                    interval(one.path("difference").path(NDCG)),
                    one.path("seconds").asDouble()));
        }
        return new Choice(told.path("how").asText(""), told.path("people").asInt(), contenders);
    }

    private static List<Part> parts(JsonNode told) {
        List<Part> parts = new ArrayList<>();
        told.properties()
                .forEach(e -> parts.add(new Part(
                        e.getKey(),
                        e.getValue().path("users").asInt(),
                        interval(e.getValue().path("metrics").path("recall@" + Contest.AT)),
                        interval(e.getValue().path("metrics").path(NDCG)))));
        return parts;
    }

    private static List<Double> losses(JsonNode told) {
        List<Double> losses = new ArrayList<>();
        told.forEach(loss -> losses.add(loss.asDouble()));
        return losses;
    }

    private static Interval interval(JsonNode told) {
        double nothing = Double.NaN;
        return new Interval(
                told.path("value").asDouble(nothing),
                told.path("low").asDouble(nothing),
                told.path("high").asDouble(nothing));
    }

    private static Judged judged(JsonNode holdout) {
        List<Metric> metrics = new ArrayList<>();
        holdout.path("metrics")
                .properties()
                .forEach(e -> metrics.add(new Metric(
                        e.getKey(),
                        e.getValue().path("value").asDouble(),
                        e.getValue().path("low").asDouble(),
                        e.getValue().path("high").asDouble(),
                        holdout.path("popularity")
                                .path(e.getKey())
                                .path("value")
                                .asDouble())));
        return new Judged(
                holdout.path("how").asText(),
                holdout.path("judgedBy").asText(),
                holdout.path("people").asInt(),
                metrics,
                traits(holdout.path("beyond"), holdout.path("beyondOfPopularity")));
    }

    private static List<Trait> traits(JsonNode told, JsonNode ofPopularity) {
        List<Trait> traits = new ArrayList<>();
        told.properties()
                .forEach(e -> traits.add(new Trait(
                        e.getKey().substring(0, e.getKey().indexOf('@')),
                        e.getValue().asDouble(),
                        ofPopularity.path(e.getKey()).asDouble(Double.NaN))));
        return traits;
    }

    /** The weights in force beside those that a search proposes. */
    static List<Weight> weights(Map<String, Float> inForce, JsonNode proposal) {
        List<Weight> weights = new ArrayList<>();
        inForce.forEach((kind, weight) -> weights.add(
                new Weight(kind, weight, proposal.path("feedback").path(kind).asDouble(Double.NaN))));
        return weights;
    }

    static Proposal proposal(JsonNode found) {
        return new Proposal(
                found.path("trials").asInt(),
                found.path("isBetter").asBoolean(),
                interval(found.path("validation")),
                interval(found.path("test")),
                interval(found.path("before")),
                interval(found.path("after")));
    }
}
