package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.recommend.Slate.ReasonCode;
import io.zhiyin.app.recommend.SlateMaker.Asker;
import io.zhiyin.app.recommend.SlateMaker.Source;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.recommend.ContentBased;
import io.zhiyin.engine.recommend.Popularity;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What each kind of list is made from: a model and a history, a model and one item, a date, a rise. */
final class Sources {
    /** After so long an item counts half as new. */
    private static final Duration HALF_AS_NEW = Duration.ofDays(30);

    /** Scores nothing: before the first model the newest items come first. */
    private static final Judge NOTHING = new Judge.OfModel(
            Popularity.of(new Tensors().put("counts", new float[0])), Served.Takers.NONE, History.EMPTY);

    private final Catalogue catalogue;
    private final Clock clock;
    private final LiveHistory histories;
    private final Trends trends;
    private final AlikeTexts texts;
    private final Supplier<Optional<Served>> served;

    Sources(Catalogue catalogue, Clock clock, Known known) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.histories = known.histories;
        this.trends = known.trends;
        this.texts = new AlikeTexts(catalogue);
        this.served = known.served;
    }

    /** What there is to make lists from. */
    record Known(LiveHistory histories, Trends trends, Supplier<Optional<Served>> served) {}

    /** A person's list: the model scores the history, or what most people take where there is none to read. */
    Source personal(Ask ask, Asker asker) {
        return served.get().map(model -> personal(model, ask, asker)).orElseGet(Sources::untrained);
    }

    private Source personal(Served model, Ask ask, Asker asker) {
        History history = histories.history(asker.entries(), ask.without(), model.items());
        boolean isScored = asker.isPersonal() && history.size() > 0;
        Judge judge = new Judge.OfModel(isScored ? model.scorer() : model.popular(), model.takers(), history);
        Optional<ReasonCode> note = isScored
                ? Optional.empty()
                : Optional.of(asker.isPersonal() ? ReasonCode.NEWCOMER : ReasonCode.PERSONALISATION_OFF);
        return new Source(model.label(), judge, true, ReasonCode.FEWER_ELIGIBLE, note);
    }

    private static Source untrained() {
        return new Source("", NOTHING, true, ReasonCode.FEWER_ELIGIBLE, Optional.of(ReasonCode.NO_MODEL));
    }

    /** A list for nobody in particular, in strict order. */
    Source list(ListName name) {
        return switch (name) {
            case POPULAR -> served.get().map(Sources::popular).orElseGet(Sources::untrained);
            case LATEST ->
                new Source(
                        name.word(),
                        new Judge.OfFigures(name.word(), newness()),
                        false,
                        ReasonCode.FEWER_ELIGIBLE,
                        Optional.empty());
            case TRENDING ->
                new Source(
                        name.word(),
                        new Judge.OfFigures(name.word(), trends.rising()),
                        false,
                        ReasonCode.FEWER_RISING,
                        Optional.empty());
        };
    }

    private static Source popular(Served model) {
        Judge judge = new Judge.OfModel(model.popular(), model.takers(), History.EMPTY);
        return new Source("popular v" + model.version(), judge, false, ReasonCode.FEWER_ELIGIBLE, Optional.empty());
    }

    /** 1 for what is published at this moment, half of it for each thirty days before; nothing where the date is unknown. */
    private Map<String, Double> newness() {
        Map<String, Double> newness = new HashMap<>();
        for (Item item : catalogue.items()) {
            if (item.publishedMillis() > 0) {
                double age = Math.max(0, clock.millis() - item.publishedMillis());
                newness.put(item.id(), Math.pow(2, -age / HALF_AS_NEW.toMillis()));
            }
        }
        return newness;
    }

    /**
     * What people took who took one item: the model scores a history that holds nothing else. Of an item that nobody took
     * the catalogue has the text, and that is enough for what is described like it; without that, what most people take.
     *
     * @param kinds of what is asked for, empty for all that is sold
     */
    Source similarTo(String item, Set<String> kinds) {
        Optional<Served> model = served.get();
        if (model.isPresent() && model.get().takers().count(item) > 0) {
            return similarTo(model.get(), item);
        }
        return texts.like(item, kinds)
                .map(judge -> new Source(ContentBased.NAME, judge, false, ReasonCode.FEWER_ALIKE, Optional.empty()))
                .orElseGet(() -> model.map(Sources::popularForNew).orElseGet(Sources::untrained));
    }

    private static Source similarTo(Served model, String item) {
        int number = model.items().index(item).orElseThrow();
        Judge judge = new Judge.OfModel(model.scorer(), model.takers(), History.of(number));
        return new Source(model.label(), judge, false, ReasonCode.FEWER_ELIGIBLE, Optional.empty());
    }

    private static Source popularForNew(Served model) {
        Source popular = popular(model);
        return new Source(
                popular.label(), popular.judge(), false, ReasonCode.FEWER_ELIGIBLE, Optional.of(ReasonCode.ITEM_NEW));
    }
}
