package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Chart;
import io.zhiyin.app.platform.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * What the page of recommendations shows: how the lists do, the model behind them, and one person's list with its reasons.
 * Texts are those of the page's language; the templates write numbers and times.
 *
 * @param days how many days {@code figures} look back
 * @param suggestions people worth looking at, e.g. those with the longest histories; may be empty
 */
public record RecommendationsView(
        int days,
        List<Figure> figures,
        Model model,
        Weights weights,
        Listing listing,
        Training training,
        Inspector inspector,
        List<String> suggestions,
        String freshness) {

    /** The message key of the page's title. */
    public static final String TITLE = "recommend.page.title";

    /** The query of the page of a person. */
    public static String query(String person) {
        return "?person=" + encoded(person);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** How a figure is written. */
    public enum Unit {
        RATE,
        MONEY
    }

    /**
     * A figure over the last days.
     *
     * @param key {@code coverage}, {@code clicks}, {@code revenue} or {@code personal}: the end of its message keys
     * @param value a rate in 0..1 or an amount in minor units; not a number where nothing can be said yet
     * @param of how many items, lists or people it is a figure of
     * @param query as it was asked; empty where it comes from memory
     */
    public record Figure(String key, Unit unit, double value, long of, String query) {
        public boolean isKnown() {
            return !Double.isNaN(value);
        }
    }

    /**
     * The model in force.
     *
     * @param label name and version, e.g. {@code blend v3}; empty before the first training
     * @param restShare the median share of scores without a reason, 0..1
     * @param notes stable words of the model card, e.g. {@code holdout_random_no_times}
     */
    public record Model(
            String label,
            Instant trainedAt,
            Rows rows,
            Choice choice,
            Judged judged,
            List<Part> parts,
            List<Double> losses,
            double restShare,
            List<String> notes,
            List<Setting> settings,
            double seconds) {
        /** Before the first training. */
        public static final Model NONE = new Model(
                "",
                Instant.EPOCH,
                new Rows(0, 0, 0, 0),
                new Choice("", 0, List.of()),
                new Judged("none", "any", 0, List.of(), List.of()),
                List.of(),
                List.of(),
                0,
                List.of(),
                List.of(),
                0);

        /** The loss of each pass of the training, where the model was trained in passes. */
        public Chart curve(Page page) {
            List<String> passes = new ArrayList<>();
            for (int pass = 1; pass <= losses.size(); pass++) {
                passes.add(page.format().exact(pass));
            }
            double first = losses.isEmpty() ? 0 : losses.getFirst();
            double last = losses.isEmpty() ? 0 : losses.getLast();
            DoubleFunction<String> text = value -> page.format().decimals(value, 3);
            return new Chart(
                    page.text("recommend.curve.summary", text.apply(first), text.apply(last), passes.size()),
                    page.text("recommend.curve.pass"),
                    passes,
                    List.of(new Chart.Series(page.text("recommend.curve.loss"), Chart.Style.NOW, losses, false)),
                    new Chart.Text(text, text));
        }

        public boolean isTrained() {
            return !label.isEmpty();
        }
    }

    /** What it was trained on; {@code pairs} are people x items with a preference. */
    public record Rows(long events, int people, int items, int pairs) {}

    /**
     * How it did on what it had not seen.
     *
     * @param how {@code time}, {@code random} or {@code none}
     * @param by {@code purchase} or {@code any}
     * @param people so many had something held out
     */
    public record Judged(String how, String by, int people, List<Metric> metrics, List<Trait> traits) {}

    /** A metric with its interval, beside the same one of plain popularity; all in 0..1. */
    public record Metric(String name, double value, double low, double high, double popularity) {}

    /**
     * What lists are like besides being right, beside those of plain popularity.
     *
     * @param name {@code coverage}, {@code gini}, {@code novelty}, {@code diversity}, {@code serendipity} or
     *     {@code miscalibration}
     */
    public record Trait(String name, double value, double popularity) {}

    public record Setting(String name, String value) {}

    /** A figure with its interval; not a number where there is none. */
    public record Interval(double value, double low, double high) {
        public boolean isKnown() {
            return !Double.isNaN(value);
        }
    }

    /**
     * How the model was chosen.
     *
     * @param how {@code validation}, {@code asked}, {@code only_one} or {@code too_little}; empty for cards of before
     */
    public record Choice(String how, int people, List<Contender> contenders) {}

    /**
     * A model that might have served.
     *
     * @param outcome {@code chosen}, {@code judged}, {@code too_large} or {@code not_trainable}
     * @param difference to the chosen one
     */
    public record Contender(String label, String outcome, Interval ndcg, Interval difference, double seconds) {}

    /** How the model did for a part of the people or items, e.g. {@code newPeople}. */
    public record Part(String name, int people, Interval recall, Interval ndcg) {}

    /**
     * A list for nobody in particular.
     *
     * @param list {@code popular}, {@code latest} or {@code trending}; empty for what is like an item
     * @param kind what it is chosen from; empty for everything that is sold
     * @param item what somebody typed as the item that others are to be like; may be unknown
     * @param title of that item; empty for a list
     */
    public record Listing(String list, String kind, String item, String title, List<Line> lines, String reasonCode) {
        public boolean isLike() {
            return list.isEmpty();
        }

        /** The query of what is like an item of the list. */
        public String like(String id) {
            return "?item=" + encoded(id) + (kind.isEmpty() ? "" : "&kind=" + kind);
        }
    }

    /** One place of such a list; {@code why} may be empty. */
    public record Line(int rank, String id, String title, String kind, double score, String why) {}

    /** Somebody who likes what the person under the glass likes. */
    public record Alike(String id, double similarity, int shared) {
        public String query() {
            return RecommendationsView.query(id);
        }
    }

    /** The weights of the kinds of events, and what a search found. */
    public record Weights(List<Weight> all, Proposal proposal) {}

    /** @param proposed not a number where nothing is proposed */
    public record Weight(String kind, double weight, double proposed) {}

    /**
     * What a search for better weights found.
     *
     * @param trials 0 where there was none
     * @param validation the difference where trials were compared; its interval decides
     * @param test the difference where no trial was compared, of {@code after} to {@code before}
     */
    public record Proposal(
            int trials, boolean isBetter, Interval validation, Interval test, Interval before, Interval after) {}

    /** How training stands. */
    public enum Stage {
        IDLE,
        WAITING,
        RUNNING,
        FAILED
    }

    /**
     * @param step the job's stable name of its stage, e.g. {@code fit}; empty unless running
     * @param done 0..1
     * @param failure why it failed, in the page's language; empty if it did not
     */
    public record Training(Stage stage, String step, double done, String failure) {
        public boolean isUnderWay() {
            return stage == Stage.WAITING || stage == Stage.RUNNING;
        }
    }

    /** What stands where one looks at a person. */
    public sealed interface Inspector {}

    /** Nobody was asked for. */
    public record Nobody() implements Inspector {}

    /**
     * One person, with a history and a list.
     *
     * @param isPersonalised whether the person's history may be used
     * @param history newest first; those taken out stay in it
     * @param historyMore how many older entries are not shown
     * @param reasonCode of the list in lower case, e.g. {@code newcomer}; empty when there is nothing to say
     */
    public record Person(
            String id,
            boolean isPersonalised,
            List<Entry> history,
            int historyMore,
            List<Place> list,
            String reasonCode,
            LeftOut leftOut,
            List<Alike> alike)
            implements Inspector {

        /** How many entries are taken out. */
        public int outCount() {
            return (int) history.stream().filter(Entry::isOut).count();
        }

        /** How many places of the list are taken by something else than with the whole history. */
        public int changedPlaces() {
            return (int) list.stream().filter(p -> p.was() != p.rank()).count();
        }

        /** The query of the page with one entry put in or taken out. */
        public String toggled(Entry entry) {
            List<String> out = new ArrayList<>();
            for (Entry one : history) {
                if (one.isOut() != one.equals(entry)) {
                    out.add(one.id());
                }
            }
            return query(out);
        }

        /** The query of the page with the whole history. */
        public String whole() {
            return query(List.of());
        }

        private String query(List<String> out) {
            return out.isEmpty()
                    ? RecommendationsView.query(id)
                    : RecommendationsView.query(id) + "&without=" + encoded(String.join(",", out));
        }
    }

    /**
     * Something that the person did.
     *
     * @param id names it in {@code without=}
     * @param did the event kind, e.g. {@code purchase}
     * @param fraction of a play or of learning, 0..1; not a number for other kinds
     * @param at {@link Instant#EPOCH} where it came without a time
     * @param isOut whether it is left out of what the list is made from
     */
    public record Entry(String id, String did, String title, double fraction, Instant at, boolean isOut) {
        public boolean isTimed() {
            return at.isAfter(Instant.EPOCH);
        }

        public boolean hasFraction() {
            return !Double.isNaN(fraction);
        }
    }

    /**
     * One item of the list.
     *
     * @param rank from 1
     * @param was its rank with the whole history; 0 if it was not in the list
     * @param reasons the largest summands of the score, largest first
     * @param models of a model that is made of others: whose part of it is how large, largest first
     */
    public record Place(
            int rank,
            int was,
            String id,
            String title,
            String kind,
            double score,
            List<Reason> reasons,
            Shares shares,
            List<ModelShare> models) {}

    /** @param share -1..1; below 0 where the model speaks against the item */
    public record ModelShare(String model, double share) {}

    /**
     * A summand of a score in words of the page's language.
     *
     * @param title what in {@code text} is a title and stands out; may be empty
     */
    public record Reason(String text, String title) {
        /** The text before the title; all of it where there is none. */
        public String before() {
            return hasTitle() ? text.substring(0, text.indexOf(title)) : text;
        }

        /** The text after the title. */
        public String after() {
            return hasTitle() ? text.substring(text.indexOf(title) + title.length()) : "";
        }

        public boolean hasTitle() {
            return !title.isEmpty() && text.contains(title);
        }
    }

    /** Where a score comes from, in parts that are not negative; their sum is taken for the whole. */
    public record Shares(double bought, double touched, double people, double rest) {
        private static final String[] NAMES = {"bought", "touched", "people", "rest"};
        private static final String[] COLOURS = {"f1", "f3", "f2", "f8"};

        /** A stretch of the bar; positions in percent. */
        public record Stretch(String name, String colour, String left, String width, double share) {}

        public List<Stretch> stretches() {
            double[] parts = {bought, touched, people, rest};
            double sum = bought + touched + people + rest;
            List<Stretch> stretches = new ArrayList<>();
            double left = 0;
            for (int i = 0; i < parts.length; i++) {
                double share = sum > 0 ? parts[i] / sum : 0;
                if (share > 0) {
                    stretches.add(new Stretch(NAMES[i], COLOURS[i], percent(left), percent(share), share));
                }
                left += share;
            }
            return stretches;
        }

        /** The legend: every part's name and colour. */
        public static List<Stretch> legend() {
            return new Shares(1, 1, 1, 1).stretches();
        }

        private static String percent(double share) {
            return String.format(Locale.ROOT, "%.2f%%", 100 * share);
        }
    }

    /** How many items each rule kept out of the list. */
    public record LeftOut(int owned, int offSale, int prerequisite, int excluded, int disliked) {
        /** The rules that kept something out, by the end of their message keys. */
        public List<Count> counts() {
            return List.of(
                            new Count("owned", owned),
                            new Count("off_sale", offSale),
                            new Count("prerequisite", prerequisite),
                            new Count("excluded", excluded),
                            new Count("disliked", disliked))
                    .stream()
                    .filter(c -> c.count() > 0)
                    .toList();
        }

        public record Count(String rule, int count) {}
    }
}
