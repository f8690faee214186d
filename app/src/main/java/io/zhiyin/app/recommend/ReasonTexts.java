package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.recommend.LiveHistory.Entry;
import io.zhiyin.engine.recommend.Because;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The summands of a score in words, for one person's history: what was bought, watched, liked; or what others take. */
final class ReasonTexts {
    private final Recommendations recommendations;
    private final Map<String, Signal> strongest = new TreeMap<>();
    private final Asked asked;

    /** Whose list it is. */
    private enum Asked {
        KNOWN,
        NEWCOMER,
        /** Nobody's: an item of the "history" is the one that others are like. */
        OTHERS
    }

    private ReasonTexts(Recommendations recommendations, List<Entry> history, Asked asked) {
        this.recommendations = recommendations;
        this.asked = asked;
        for (Entry entry : history) {
            strongest.merge(entry.item(), entry.signal(), ReasonTexts::stronger);
        }
    }

    /** For a person; who switched personalisation off is not called new, and no history is opened. */
    static ReasonTexts of(Recommendations recommendations, String person) {
        if (!recommendations.isPersonalised(person)) {
            return new ReasonTexts(recommendations, List.of(), Asked.KNOWN);
        }
        return of(recommendations, recommendations.entries(person));
    }

    /** For somebody of whom this history is known. */
    static ReasonTexts of(Recommendations recommendations, List<Entry> history) {
        return new ReasonTexts(recommendations, history, history.isEmpty() ? Asked.NEWCOMER : Asked.KNOWN);
    }

    /** For a list that is nobody's own. */
    static ReasonTexts ofOthers(Recommendations recommendations) {
        return new ReasonTexts(recommendations, List.of(), Asked.OTHERS);
    }

    private static Signal stronger(Signal a, Signal b) {
        return a.usualWeight() >= b.usualWeight() ? a : b;
    }

    /**
     * One reason, as the API gives it.
     *
     * @param kind item, people, popularity, text, rule or rest
     * @param id the item of the history, or empty
     * @param signal what was done with it, e.g. {@code purchase}, or empty
     * @param share what it adds to the score
     * @param text in the asker's language
     */
    record Reason(String kind, String id, String title, String signal, double share, String text) {}

    /** The strongest thing done with an item of the history, by the model's number of it. */
    Signal signal(int item) {
        return strongest.getOrDefault(recommendations.itemOf(item).orElse(""), Signal.VIEW);
    }

    /** @param item the recommended one */
    Reason reason(Because because, String item, Lang lang) {
        return switch (because) {
            case Because.FromItem b -> fromItem("item", recommendations.itemOf(b.item()), b.share(), lang);
            case Because.FromText b -> fromText(recommendations.itemOf(b.item()), b.share(), lang);
            case Because.FromPeople b ->
                plain("people", b.share(), Messages.text(lang, "recommend.because.people", b.count()));
            case Because.Popularity b -> plain("popularity", b.share(), popularity(item, lang));
            case Because.Rule b
            when b.name().startsWith(AlikeTexts.RULE) ->
                fromText(Optional.of(b.name().substring(AlikeTexts.RULE.length())), b.share(), lang);
            case Because.Rule b -> plain("rule", b.share(), rule(b, item, lang));
            case Because.Rest b -> plain("rest", b.share(), Messages.text(lang, "recommend.because.rest"));
            case Because.FromModel b -> reason(b.reason(), item, lang);
        };
    }

    private Reason fromItem(String kind, Optional<String> source, double share, Lang lang) {
        String id = source.orElse("");
        Signal signal = strongest.getOrDefault(id, Signal.VIEW);
        String title = recommendations.title(id, lang);
        if (asked == Asked.OTHERS) {
            return new Reason(kind, id, title, "", share, Messages.text(lang, "recommend.because.together", title));
        }
        String text = Messages.text(lang, "recommend.because." + signal.kind(), title);
        return new Reason(kind, id, title, signal.kind(), share, text);
    }

    private Reason fromText(Optional<String> source, double share, Lang lang) {
        String id = source.orElse("");
        String title = recommendations.title(id, lang);
        return new Reason("text", id, title, "", share, Messages.text(lang, "recommend.because.text", title));
    }

    private String popularity(String item, Lang lang) {
        int takers = recommendations.takers(item);
        boolean isNew = asked == Asked.NEWCOMER;
        return Messages.text(lang, isNew ? "recommend.because.newcomer" : "recommend.because.popularity", takers);
    }

    private String rule(Because.Rule rule, String item, Lang lang) {
        if (rule.name().startsWith(Ranker.BOOST)) {
            return Messages.text(lang, "recommend.because.boost", rule.name().substring(Ranker.BOOST.length()));
        }
        if (rule.name().equals("novelty")) {
            return Messages.text(lang, "recommend.because.novelty", recommendations.takers(item));
        }
        String key = "recommend.because.rule." + rule.name();
        return Messages.has(key)
                ? Messages.text(lang, key, rule.share())
                : Messages.text(lang, "recommend.because.rule", rule.name());
    }

    private static Reason plain(String kind, double share, String text) {
        return new Reason(kind, "", "", "", share, text);
    }
}
