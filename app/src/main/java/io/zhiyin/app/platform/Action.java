package io.zhiyin.app.platform;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What was done: the canonical kinds of events, a closed set. The names given to {@link JsonSubTypes} are the API's and the
 * log's; they never change.
 *
 * <p>Amounts are in the minor unit of the workspace's currency, lengths in seconds, fractions in 0..1. Absent texts are
 * empty and absent lists are empty.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Action.Impression.class, name = "impression"),
    @JsonSubTypes.Type(value = Action.View.class, name = "view"),
    @JsonSubTypes.Type(value = Action.Play.class, name = "play"),
    @JsonSubTypes.Type(value = Action.Like.class, name = "like"),
    @JsonSubTypes.Type(value = Action.Favorite.class, name = "favorite"),
    @JsonSubTypes.Type(value = Action.Comment.class, name = "comment"),
    @JsonSubTypes.Type(value = Action.Share.class, name = "share"),
    @JsonSubTypes.Type(value = Action.Follow.class, name = "follow"),
    @JsonSubTypes.Type(value = Action.Click.class, name = "click"),
    @JsonSubTypes.Type(value = Action.Register.class, name = "register"),
    @JsonSubTypes.Type(value = Action.Cart.class, name = "cart"),
    @JsonSubTypes.Type(value = Action.Checkout.class, name = "checkout"),
    @JsonSubTypes.Type(value = Action.Purchase.class, name = "purchase"),
    @JsonSubTypes.Type(value = Action.Refund.class, name = "refund"),
    @JsonSubTypes.Type(value = Action.Learn.class, name = "learn"),
    @JsonSubTypes.Type(value = Action.LiveEnter.class, name = "live_enter"),
    @JsonSubTypes.Type(value = Action.LiveLeave.class, name = "live_leave"),
    @JsonSubTypes.Type(value = Action.Tip.class, name = "tip"),
    @JsonSubTypes.Type(value = Action.Shown.class, name = "shown"),
    @JsonSubTypes.Type(value = Action.Exposed.class, name = "exposed"),
    @JsonSubTypes.Type(value = Action.SurveyAnswer.class, name = "survey_answer"),
    @JsonSubTypes.Type(value = Action.Dislike.class, name = "dislike"),
    @JsonSubTypes.Type(value = Action.Danmaku.class, name = "danmaku"),
    @JsonSubTypes.Type(value = Action.Invite.class, name = "invite"),
    @JsonSubTypes.Type(value = Action.Identify.class, name = "identify"),
    @JsonSubTypes.Type(value = Action.Retract.class, name = "retract"),
    @JsonSubTypes.Type(value = Action.Changed.class, name = "changed"),
    @JsonSubTypes.Type(value = Action.Custom.class, name = "custom"),
})
public sealed interface Action {

    /** One item of an order, with the price of one piece. */
    record Line(String item, int quantity, long priceMinor) {}

    /** Items that the client saw in a list. */
    record Impression(List<String> items, String slot) implements Action {}

    record View(String item) implements Action {}

    /** Watched so many seconds, which is this fraction of the whole. */
    record Play(String item, double seconds, double fraction) implements Action {}

    record Like(String item) implements Action {}

    record Favorite(String item) implements Action {}

    record Comment(String item, String text) implements Action {}

    record Share(String item) implements Action {}

    /** Followed an account, a teacher or a school. */
    record Follow(String target) implements Action {}

    record Click(String item) implements Action {}

    record Register() implements Action {}

    record Cart(List<Line> lines) implements Action {}

    record Checkout(List<Line> lines, long amountMinor) implements Action {}

    record Purchase(String order, List<Line> lines, long amountMinor) implements Action {}

    record Refund(String order, List<Line> lines, long amountMinor) implements Action {}

    record Learn(String item, String lesson, double fraction) implements Action {}

    record LiveEnter(String item) implements Action {}

    record LiveLeave(String item, double seconds) implements Action {}

    record Tip(String item, long amountMinor) implements Action {}

    /** A ranking that we served: items in order and the probability with which each was put there. */
    record Shown(String ranking, String model, String slot, List<String> items, List<Double> propensities)
            implements Action {}

    /** A person met an arm of an experiment. */
    record Exposed(String experiment, String arm) implements Action {}

    record SurveyAnswer(String survey, String question, String answer) implements Action {}

    record Dislike(String item) implements Action {}

    /** A comment that flies over the picture at a second of it. */
    record Danmaku(String item, String text, double atSeconds) implements Action {}

    record Invite(String invited) implements Action {}

    /** Who somebody is; the traits are in the event's details. */
    record Identify() implements Action {}

    /** What was done with an item before is taken back, as if it had not been; {@code of} is the kind of what was done. */
    record Retract(String item, String of) implements Action {}

    /** Something that people type was changed: a catalogue entry, a price, a consent, a setting. */
    record Changed(String what, String key) implements Action {}

    /** A name that is none of ours; kept as it came. */
    record Custom(String name) implements Action {}

    /** The canonical name. */
    default String kind() {
        return switch (this) {
            case Impression _ -> "impression";
            case View _ -> "view";
            case Play _ -> "play";
            case Like _ -> "like";
            case Favorite _ -> "favorite";
            case Comment _ -> "comment";
            case Share _ -> "share";
            case Follow _ -> "follow";
            case Click _ -> "click";
            case Register _ -> "register";
            case Cart _ -> "cart";
            case Checkout _ -> "checkout";
            case Purchase _ -> "purchase";
            case Refund _ -> "refund";
            case Learn _ -> "learn";
            case LiveEnter _ -> "live_enter";
            case LiveLeave _ -> "live_leave";
            case Tip _ -> "tip";
            case Shown _ -> "shown";
            case Exposed _ -> "exposed";
            case SurveyAnswer _ -> "survey_answer";
            case Dislike _ -> "dislike";
            case Danmaku _ -> "danmaku";
            case Invite _ -> "invite";
            case Identify _ -> "identify";
            case Retract _ -> "retract";
            case Changed _ -> "changed";
            case Custom _ -> "custom";
        };
    }

    /** The items it is about, one line each; a price of 0 where none was given. */
    default List<Line> lines() {
        return switch (this) {
            case Impression a -> a.items().stream().map(Action::line).toList();
            case View a -> one(a.item());
            case Play a -> one(a.item());
            case Like a -> one(a.item());
            case Favorite a -> one(a.item());
            case Comment a -> one(a.item());
            case Share a -> one(a.item());
            case Click a -> one(a.item());
            case Cart a -> a.lines();
            case Checkout a -> a.lines();
            case Purchase a -> a.lines();
            case Refund a -> a.lines();
            case Learn a -> one(a.item());
            case LiveEnter a -> one(a.item());
            case LiveLeave a -> one(a.item());
            case Tip a -> one(a.item());
            case Shown a -> a.items().stream().map(Action::line).toList();
            case Dislike a -> one(a.item());
            case Danmaku a -> one(a.item());
            case Retract a -> one(a.item());
            case Follow _, Register _, Exposed _, SurveyAnswer _, Invite _, Identify _, Changed _, Custom _ ->
                List.of();
        };
    }

    private static Line line(String item) {
        return new Line(item, 1, 0);
    }

    private static List<Line> one(String item) {
        return item.isEmpty() ? List.of() : List.of(line(item));
    }
}
