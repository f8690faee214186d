package io.zhiyin.app.ingest;

import io.zhiyin.app.ingest.EventNames.Meaning;
import io.zhiyin.app.ingest.EventNames.Phase;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Action.Line;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From a message's type, name and properties to what was done: the table of INGEST §3. */
final class Actions {
    static final Set<String> TYPES = Set.of("track", "identify", "page", "screen", "group", "alias");

    private Actions() {}

    /** @throws Properties.Illegal if an amount or a quantity cannot be one */
    static Action of(String type, String name, Properties properties) {
        return switch (type) {
            case "identify", "alias" -> new Action.Identify();
            case "page", "screen" -> new Action.View(properties.item());
            case "group" -> new Action.Custom("group");
            default -> ofName(name, properties);
        };
    }

    /** A named event; a name that is none of ours stays a custom event. */
    static Action ofName(String name, Properties properties) {
        Optional<Meaning> meaning = EventNames.meaning(name);
        return meaning.isEmpty() ? new Action.Custom(name) : of(meaning.get(), properties);
    }

    private static Action of(Meaning meaning, Properties p) {
        return switch (meaning.verb()) {
            case IMPRESSION ->
                new Action.Impression(p.items(), p.text("slot", "list_id", "item_list_id", "list", "category"));
            case VIEW -> new Action.View(p.item());
            case PLAY -> play(meaning.phase(), p);
            case LIKE -> new Action.Like(p.item());
            case FAVORITE -> new Action.Favorite(p.item());
            case COMMENT -> new Action.Comment(p.item(), p.text("text", "comment", "review_body", "content", "评论"));
            case SHARE -> new Action.Share(p.item());
            case FOLLOW -> new Action.Follow(followed(p));
            case CLICK -> new Action.Click(p.item());
            case REGISTER -> new Action.Register();
            case CART -> new Action.Cart(p.lines());
            case CHECKOUT -> checkout(p);
            case PURCHASE -> purchase(p);
            case REFUND -> refund(p);
            case LEARN ->
                new Action.Learn(
                        p.item(),
                        p.text("lesson", "lesson_id", "lessonId", "chapter_id"),
                        fraction(meaning.phase(), p, 0));
            case LIVE_ENTER -> new Action.LiveEnter(p.item());
            case LIVE_LEAVE -> new Action.LiveLeave(p.item(), seconds(p));
            case TIP -> new Action.Tip(p.item(), p.amountMinor(List.of()));
            case EXPOSED ->
                new Action.Exposed(
                        p.text("experiment", "experiment_id", "experimentId", "experiment_name"),
                        p.text("arm", "variation_id", "variationId", "variation", "variation_name", "variant"));
            case SURVEY_ANSWER ->
                new Action.SurveyAnswer(
                        p.text("survey", "survey_id", "surveyId"),
                        p.text("question", "question_id", "questionId"),
                        p.text("answer", "response"));
            case DISLIKE -> new Action.Dislike(p.item());
            case DANMAKU -> new Action.Danmaku(p.item(), p.text("text", "content", "弹幕"), seconds(p));
            case INVITE -> new Action.Invite(p.text("invited", "invited_id", "invitee", "invitee_id", "email"));
            case IDENTIFY -> new Action.Identify();
        };
    }

    private static String followed(Properties p) {
        String named = p.text("target", "target_id", "teacher_id", "teacher", "author_id", "account", "school");
        return named.isEmpty() ? p.item() : named;
    }

    /** In a live session the start of playback is entering it, and the end is leaving. */
    private static Action play(Phase phase, Properties p) {
        if (p.isTrue("livestream") && phase == Phase.STARTED) {
            return new Action.LiveEnter(p.item());
        }
        if (p.isTrue("livestream") && (phase == Phase.STOPPED || phase == Phase.COMPLETED)) {
            return new Action.LiveLeave(p.item(), seconds(p));
        }
        double seconds = seconds(p);
        double whole = p.measure("total_length", "totalLength", "duration", "video_duration", "length")
                .orElse(0.0);
        boolean isWhole = phase == Phase.COMPLETED && seconds == 0;
        return new Action.Play(
                p.item(), isWhole ? whole : seconds, fraction(phase, p, whole > 0 ? seconds / whole : 0));
    }

    private static double seconds(Properties p) {
        return p.measure(
                        "seconds",
                        "position",
                        "video_current_time",
                        "watched_seconds",
                        "watch_seconds",
                        "atSeconds",
                        "stay_seconds")
                .orElse(0.0);
    }

    /** As said; else whole by the name; else as computed. Never outside of 0..1. */
    private static double fraction(Phase phase, Properties p, double computed) {
        if (phase == Phase.COMPLETED || p.isTrue("completed")) {
            return 1;
        }
        Optional<Double> said = p.measure("fraction", "progress");
        Optional<Double> percent = p.measure("video_percent", "percent", "progress_percent");
        double fraction = said.orElseGet(() -> percent.map(v -> v / 100).orElse(computed));
        return Math.clamp(fraction, 0.0, 1.0);
    }

    private static Action checkout(Properties p) {
        List<Line> lines = p.lines();
        return new Action.Checkout(lines, p.amountMinor(lines));
    }

    private static Action purchase(Properties p) {
        List<Line> lines = p.lines();
        return new Action.Purchase(order(p), lines, p.amountMinor(lines));
    }

    private static Action refund(Properties p) {
        List<Line> lines = p.lines();
        return new Action.Refund(order(p), lines, p.amountMinor(lines));
    }

    private static String order(Properties p) {
        return p.text("order_id", "orderId", "order", "transaction_id", "transactionId", "订单号");
    }
}
