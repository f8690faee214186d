package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The door of this room: models by name, settings by name. Names are class names in kebab case. Unknown names are
 * refused with the nearest one ({@link UnknownName}), bad values with what is allowed ({@link IllegalSetting}); both
 * before anything is trained.
 */
public final class Recommenders {
    private Recommenders() {}

    private interface Fit {
        Scorer fit(Map<String, String> settings, Interactions taken, Seed seed);
    }

    private interface Read {
        Scorer read(Tensors tensors);
    }

    private record Model(String name, List<Setting> manual, Fit fit, Read read) {}

    private static final List<Model> SINGLES = List.of(
            new Model(
                    Popularity.NAME,
                    Popularity.Settings.MANUAL,
                    (settings, taken, _) -> Popularity.fit(taken, Popularity.Settings.of(settings)),
                    Popularity::of),
            new Model(
                    UserKnn.NAME,
                    UserKnn.Settings.MANUAL,
                    (settings, taken, _) -> UserKnn.fit(taken, UserKnn.Settings.of(settings)),
                    UserKnn::of),
            new Model(
                    ItemKnn.NAME,
                    ItemKnn.Settings.MANUAL,
                    (settings, taken, _) -> ItemKnn.fit(taken, ItemKnn.Settings.of(settings)),
                    ItemKnn::of),
            new Model(
                    Rp3Beta.NAME,
                    Rp3Beta.Settings.MANUAL,
                    (settings, taken, _) -> Rp3Beta.fit(taken, Rp3Beta.Settings.of(settings)),
                    Rp3Beta::of),
            new Model(
                    GraphFilter.NAME,
                    GraphFilter.Settings.MANUAL,
                    (settings, taken, seed) -> GraphFilter.fit(taken, GraphFilter.Settings.of(settings), seed),
                    GraphFilter::of),
            new Model(
                    Slim.NAME,
                    Slim.Settings.MANUAL,
                    (settings, taken, _) -> Slim.fit(taken, Slim.Settings.of(settings)),
                    Slim::of),
            new Model(
                    Ease.NAME,
                    Ease.Settings.MANUAL,
                    (settings, taken, _) -> Ease.fit(taken, Ease.Settings.of(settings)),
                    Ease::of),
            new Model(
                    TruncatedSvd.NAME,
                    TruncatedSvd.Settings.MANUAL,
                    (settings, taken, seed) -> TruncatedSvd.fit(taken, TruncatedSvd.Settings.of(settings), seed),
                    TruncatedSvd::of),
            new Model(
                    Transitions.NAME,
                    Transitions.Settings.MANUAL,
                    (settings, taken, _) -> Transitions.fit(taken, Transitions.Settings.of(settings)),
                    Transitions::of),
            new Model(
                    ImplicitAls.NAME,
                    ImplicitAls.Settings.MANUAL,
                    (settings, taken, seed) -> ImplicitAls.fit(taken, ImplicitAls.Settings.of(settings), seed),
                    ImplicitAls::of),
            new Model(
                    Bpr.NAME,
                    Bpr.Settings.MANUAL,
                    (settings, taken, seed) -> Bpr.fit(taken, Bpr.Settings.of(settings), seed),
                    Bpr::of),
            new Model(
                    FunkSvd.NAME,
                    FunkSvd.Settings.MANUAL,
                    (settings, taken, seed) -> FunkSvd.fit(taken, FunkSvd.Settings.of(settings), seed),
                    FunkSvd::of),
            new Model(
                    ContrastiveMf.NAME,
                    ContrastiveMf.Settings.MANUAL,
                    (settings, taken, seed) -> ContrastiveMf.fit(taken, ContrastiveMf.Settings.of(settings), seed),
                    ContrastiveMf::of),
            new Model(
                    LightGcn.NAME,
                    LightGcn.Settings.MANUAL,
                    (settings, taken, seed) -> LightGcn.fit(taken, LightGcn.Settings.of(settings), seed),
                    LightGcn::of),
            new Model(
                    UltraGcn.NAME,
                    UltraGcn.Settings.MANUAL,
                    (settings, taken, seed) -> UltraGcn.fit(taken, UltraGcn.Settings.of(settings), seed),
                    UltraGcn::of));

    private static final Model BLEND = new Model(
            Blend.NAME,
            BlendSettings.manual(Recommenders::single, singleNames()),
            Recommenders::fitBlend,
            tensors -> Blend.of(tensors, (name, part) -> read(name, part)));

    /** All names, simplest first. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(singleNames());
        names.add(BLEND.name);
        return List.copyOf(names);
    }

    /** The manual page of a model: its settings with defaults and meaning. */
    public static List<Setting> settings(String name) {
        return model(name).manual;
    }

    /**
     * Every setting of a model with the value it would have, for a model card: defaults overwritten by what is given.
     */
    public static Map<String, String> settled(String name, Map<String, String> settings) {
        Model model = model(name);
        return new LinkedHashMap<>(new GivenSettings(name, settings, model.manual).values());
    }

    /**
     * Trains a model.
     *
     * @param name one of {@link #names()}
     * @param settings by name, as text; what is absent has its default
     * @param seed used by models that draw
     * @throws CatalogueTooLarge when the model's memory would exceed its limit
     */
    public static Scorer fit(String name, Map<String, String> settings, Interactions taken, Seed seed) {
        Model model = model(name);
        return model.fit.fit(settings, taken, seed);
    }

    /** The model that {@link Scorer#tensors()} was asked of, from its name and tensors. */
    public static Scorer read(String name, Tensors tensors) {
        return model(name).read.read(tensors);
    }

    private static Scorer fitBlend(Map<String, String> settings, Interactions taken, Seed seed) {
        BlendSettings given = BlendSettings.of(settings, BLEND.manual, singleNames());
        Function<Interactions, Map<String, Scorer>> members = part -> {
            Map<String, Scorer> fitted = new LinkedHashMap<>();
            given.weights().keySet().forEach(name -> fitted.put(name, fit(name, given.settingsOf(name), part, seed)));
            return fitted;
        };
        Map<String, Double> weights =
                given.isLearned() ? Blend.learn(members, taken, given.blend(), seed) : given.weights();
        List<Blend.Weighted> weighted = new ArrayList<>();
        weights.forEach((name, weight) -> {
            Scorer scorer = fit(name, given.settingsOf(name), taken, seed);
            weighted.add(new Blend.Weighted(name, scorer, weight));
        });
        return Blend.fit(weighted, taken, given.blend(), seed);
    }

    private static List<String> singleNames() {
        return SINGLES.stream().map(Model::name).toList();
    }

    private static List<Setting> single(String name) {
        return SINGLES.stream()
                .filter(model -> model.name.equals(name))
                .findFirst()
                .map(Model::manual)
                .orElseThrow(() -> new UnknownName("model", name, singleNames()));
    }

    private static Model model(String name) {
        if (name.equals(BLEND.name)) {
            return BLEND;
        }
        return SINGLES.stream()
                .filter(model -> model.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownName("model", name, names()));
    }
}
