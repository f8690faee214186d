package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Page;
import io.zhiyin.app.platform.PageProof;
import io.zhiyin.app.recommend.RecommendationsView.Alike;
import io.zhiyin.app.recommend.RecommendationsView.Choice;
import io.zhiyin.app.recommend.RecommendationsView.Contender;
import io.zhiyin.app.recommend.RecommendationsView.Entry;
import io.zhiyin.app.recommend.RecommendationsView.Figure;
import io.zhiyin.app.recommend.RecommendationsView.Inspector;
import io.zhiyin.app.recommend.RecommendationsView.Interval;
import io.zhiyin.app.recommend.RecommendationsView.Judged;
import io.zhiyin.app.recommend.RecommendationsView.LeftOut;
import io.zhiyin.app.recommend.RecommendationsView.Line;
import io.zhiyin.app.recommend.RecommendationsView.Listing;
import io.zhiyin.app.recommend.RecommendationsView.Metric;
import io.zhiyin.app.recommend.RecommendationsView.Model;
import io.zhiyin.app.recommend.RecommendationsView.ModelShare;
import io.zhiyin.app.recommend.RecommendationsView.Nobody;
import io.zhiyin.app.recommend.RecommendationsView.Part;
import io.zhiyin.app.recommend.RecommendationsView.Person;
import io.zhiyin.app.recommend.RecommendationsView.Place;
import io.zhiyin.app.recommend.RecommendationsView.Proposal;
import io.zhiyin.app.recommend.RecommendationsView.Reason;
import io.zhiyin.app.recommend.RecommendationsView.Rows;
import io.zhiyin.app.recommend.RecommendationsView.Setting;
import io.zhiyin.app.recommend.RecommendationsView.Shares;
import io.zhiyin.app.recommend.RecommendationsView.Stage;
import io.zhiyin.app.recommend.RecommendationsView.Training;
import io.zhiyin.app.recommend.RecommendationsView.Trait;
import io.zhiyin.app.recommend.RecommendationsView.Unit;
import io.zhiyin.app.recommend.RecommendationsView.Weight;
import io.zhiyin.app.recommend.RecommendationsView.Weights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecommendationsTemplateTest {
    private static final Training IDLE = new Training(Stage.IDLE, "", 0, "");
    private static final Interval NOTHING = new Interval(Double.NaN, Double.NaN, Double.NaN);
    private static final List<String> PARTS = List.of("headItems", "midItems", "tailItems", "newItems", "newPeople");
    private static final List<String> TRAITS =
            List.of("coverage", "gini", "novelty", "diversity", "serendipity", "miscalibration");
    private static final LeftOut LEFT_OUT = new LeftOut(6, 1, 2, 1, 1);

    @ParameterizedTest
    @EnumSource(Lang.class)
    void aPersonsListIsRenderedWithAReasonOfEveryKind(Lang lang) {
        String html = rendered(lang, "recommend-person", person(lang), IDLE);
        assertThat(html).contains("hx-select=\"#inspected\"").contains("person=p_20418&amp;without=e2%2Ce3");
        assertThat(html).contains("<b>" + title(lang, 0) + "</b>");
        assertThat(html).contains(lang == Lang.ZH ? "item-knn 占 62.0%" : "62.0% from item-knn");
    }

    @ParameterizedTest
    @EnumSource(Lang.class)
    void everyReasonCodeAndEveryKindOfEventHasWords(Lang lang) {
        for (Slate.ReasonCode code : Slate.ReasonCode.values()) {
            String name = code.name().toLowerCase(Locale.ROOT);
            rendered(
                    lang,
                    "recommend-code",
                    new Person("p", false, List.of(), 0, List.of(), name, LEFT_OUT, List.of()),
                    IDLE);
        }
        List<Entry> all = new ArrayList<>();
        for (Signal signal : Signal.values()) {
            all.add(new Entry(signal.kind(), signal.kind(), "x", Double.NaN, Instant.EPOCH, false));
        }
        rendered(lang, "recommend-signals", new Person("p", true, all, 0, List.of(), "", LEFT_OUT, List.of()), IDLE);
    }

    @ParameterizedTest
    @EnumSource(Lang.class)
    void thePageWithoutAPersonShowsFiguresAndTheModelsCard(Lang lang) {
        rendered(lang, "recommend", new Nobody(), IDLE);
    }

    @ParameterizedTest
    @EnumSource(Lang.class)
    void beforeTheFirstTrainingThePageSaysSoAndShowsItsProgress(Lang lang) {
        Page page = PageProof.page(lang, "recommendations");
        for (String step : List.of("start", "read", "judge", "fit", "keep")) {
            RecommendationsView view = new RecommendationsView(
                    28,
                    figures(Double.NaN),
                    Model.NONE,
                    new Weights(List.of(), new Proposal(0, false, NOTHING, NOTHING, NOTHING, NOTHING)),
                    listing(),
                    new Training(Stage.RUNNING, step, 0.4, ""),
                    new Nobody(),
                    List.of(),
                    "");
            String html = page.html("recommend/page.jte", view);
            PageProof.check("recommend-training", page, html);
            assertThat(html).contains("hx-trigger=\"every 1s\"").contains("<progress max=\"1\" value=\"0.4\"");
        }
    }

    @ParameterizedTest
    @EnumSource(Lang.class)
    void aFailedTrainingSaysWhyAndCanBeTriedAgain(Lang lang) {
        String html = rendered(lang, "recommend-failed", new Nobody(), new Training(Stage.FAILED, "", 1, "because"));
        assertThat(html).contains("role=\"alert\"").contains("because").contains("recommendations/train");
    }

    @Test
    void anEntryIsPutBackByTheLinkThatTookItOut() {
        Person person = person(Lang.EN);
        assertThat(person.toggled(person.history().get(0))).isEqualTo("?person=p_20418&without=e0%2Ce3");
        assertThat(person.toggled(person.history().get(3))).isEqualTo("?person=p_20418");
        assertThat(person.outCount()).isEqualTo(1);
        assertThat(person.changedPlaces()).isEqualTo(3);
    }

    @Test
    void theSharesOfABarAddUpToItsWidth() {
        List<Shares.Stretch> stretches = new Shares(2, 1, 0, 1).stretches();
        assertThat(stretches).extracting(Shares.Stretch::width).containsExactly("50.00%", "25.00%", "25.00%");
        assertThat(stretches).extracting(Shares.Stretch::left).containsExactly("0.00%", "50.00%", "75.00%");
        assertThat(new Shares(0, 0, 0, 0).stretches()).isEmpty();
    }

    private static String rendered(Lang lang, String name, Inspector inspector, Training training) {
        Page page = PageProof.page(lang, "recommendations");
        RecommendationsView view = new RecommendationsView(
                28,
                figures(0.412),
                model(),
                weights(),
                listing(),
                training,
                inspector,
                List.of("p_20418", "p_7"),
                "14:32:07");
        String html = page.html("recommend/page.jte", view);
        PageProof.check(name, page, html);
        return html;
    }

    private static List<Figure> figures(double value) {
        return List.of(
                new Figure("coverage", Unit.RATE, value, 300, ""),
                new Figure("clicks", Unit.RATE, value / 10, 124_000, "select 1"),
                new Figure("plays", Unit.RATE, value / 20, 124_000, "select 3"),
                new Figure("purchases", Unit.RATE, value / 40, 124_000, "select 4"),
                new Figure("revenue", Unit.MONEY, value * 1e6, 124_000, "select 2"),
                new Figure("personal", Unit.RATE, value * 2, 20_000, ""));
    }

    private static Listing listing() {
        return new Listing(
                "",
                "course",
                "c_1",
                "x",
                List.of(new Line(1, "c 2", "y", "course", 2.4, "z"), new Line(2, "c3", "y", "", 0, "")),
                "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"popular", "latest", "trending"})
    void everyListHasAHeadingAndSaysHowItIsMade(String list) {
        for (String key : List.of("recommend.lists." + list, "recommend.lists.how." + list)) {
            assertThat(Messages.has(key)).as(key).isTrue();
        }
    }

    private static Choice choice() {
        Interval ndcg = new Interval(0.148, 0.141, 0.155);
        Interval less = new Interval(-0.004, -0.009, 0.001);
        return new Choice(
                "validation",
                4_020,
                List.of(
                        new Contender("blend", "chosen", ndcg, NOTHING, 1.9),
                        new Contender("ease lambda=300", "judged", ndcg, less, 0.4),
                        new Contender("slim", "not_trainable", NOTHING, NOTHING, 0),
                        new Contender("ease lambda=7", "too_large", NOTHING, NOTHING, 0)));
    }

    private static Weights weights() {
        List<Weight> all = new ArrayList<>();
        for (Signal signal : Signal.values()) {
            all.add(new Weight(signal.kind(), signal.usualWeight(), 2 * signal.usualWeight()));
        }
        Interval gain = new Interval(0.004, 0.001, 0.007);
        return new Weights(all, new Proposal(40, true, gain, gain, gain, gain));
    }

    @Test
    void everyWayOfChoosingHasWords() {
        for (String how : List.of("validation", "asked", "only_one", "too_little")) {
            assertThat(Messages.has("recommend.choice." + how)).as(how).isTrue();
        }
    }

    private static Model model() {
        return new Model(
                "blend v37",
                Instant.parse("2026-11-20T06:00:00Z"),
                new Rows(612_044, 20_000, 300, 412_019),
                choice(),
                new Judged(
                        "time",
                        "purchase",
                        4_120,
                        List.of(
                                new Metric("ndcg@10", 0.1483, 0.1440, 0.1526, 0.0712),
                                new Metric("recall@10", 0.2012, 0.1961, 0.2063, 0.1034)),
                        TRAITS.stream()
                                .map(trait -> new Trait(trait, 0.42, 0.07))
                                .toList()),
                PARTS.stream()
                        .map(part -> new Part(part, 812, new Interval(0.2, 0.19, 0.21), new Interval(0.1, 0.09, 0.11)))
                        .toList(),
                List.of(0.9, 0.5, 0.31),
                0.04,
                List.of("holdout_random_no_times", "too_little_to_hold_out", "ease_left_out_catalogue_too_large"),
                List.of(new Setting("members", "ease:1,item-knn:0.5"), new Setting("lambda", "1000")),
                6.24);
    }

    private static String title(Lang lang, int i) {
        List<String> zh = List.of("公文写作 30 讲", "五句话写好通知", "领导讲话稿的骨架", "年终总结直播", "结构化思考", "高效会议");
        List<String> en = List.of(
                "Official Writing in 30 Lessons",
                "Five Lines for a Notice",
                "Bones of a Speech",
                "Year-end Reports, live",
                "Structured Thinking",
                "Meetings that Work");
        return (lang == Lang.ZH ? zh : en).get(i);
    }

    private static Reason because(Lang lang, String did, String title) {
        return new Reason(Messages.text(lang, "recommend.because." + did, title), title);
    }

    private static Person person(Lang lang) {
        Instant at = Instant.parse("2026-11-20T06:00:00Z");
        List<Entry> history = List.of(
                new Entry("e0", "play", title(lang, 1), 0.92, at, false),
                new Entry("e1", "purchase", title(lang, 0), Double.NaN, at, false),
                new Entry("e2", "like", title(lang, 2), Double.NaN, at.minusSeconds(86_400), false),
                new Entry("e3", "live_enter", title(lang, 3), Double.NaN, at.minusSeconds(400_000), true),
                new Entry("e4", "learn", title(lang, 4), 1, Instant.EPOCH, false));
        List<ModelShare> models = List.of(
                new ModelShare("item-knn", .62), new ModelShare("ease", .3), new ModelShare("popularity", -.08));
        List<Reason> first = List.of(because(lang, "purchase", title(lang, 0)), because(lang, "play", title(lang, 1)));
        List<Reason> second = List.of(
                because(lang, "purchase", title(lang, 0)),
                new Reason(Messages.text(lang, "recommend.because.people", 128), ""));
        List<Reason> third = List.of(new Reason(Messages.text(lang, "recommend.because.popularity", 2_140), ""));
        List<Place> list = List.of(
                new Place(1, 2, "a", title(lang, 3), "live", 0.83, first, new Shares(46, 31, 12, 11), models),
                new Place(2, 1, "b", title(lang, 5), "course", 0.79, second, new Shares(38, 22, 29, 11), List.of()),
                new Place(3, 3, "c", title(lang, 4), "short_course", 0.64, third, new Shares(10, 8, 12, 70), List.of()),
                new Place(
                        4,
                        0,
                        "d",
                        "<i>",
                        "",
                        0.58,
                        List.of(new Reason("<u>", "missing")),
                        new Shares(0, 0, 0, 1),
                        List.of()));
        return new Person(
                "p_20418", true, history, 214, list, "fewer_eligible", LEFT_OUT, List.of(new Alike("p_7", 0.41, 5)));
    }
}
