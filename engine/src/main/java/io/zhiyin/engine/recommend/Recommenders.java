package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.text.ItemTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The door of this room: models by name, settings by name. Names are class names in kebab case. Unknown names are
 * refused with the nearest one ({@link UnknownName}), bad values with what is allowed ({@link IllegalSetting}): names
 * before anything is trained, values before the model, or the member of a blend, that they belong to.
 */
public final class Recommenders {
    /** The largest value of a whole number of which nothing else is said. */
    public static final long COUNT_MOST = SettingBounds.COUNT_MOST;

    /** The largest value of any other number of which nothing else is said. */
    public static final long NUMBER_MOST = SettingBounds.NUMBER_MOST;

    private Recommenders() {}

    private interface Fit {
        Scorer fit(Map<String, String> settings, Interactions taken, Seed seed);
    }

    private interface FitWithTexts {
        Scorer fit(Map<String, String> settings, Interactions taken, ItemTexts texts, Seed seed);
    }

    private interface Read {
        Scorer read(Tensors tensors);
    }

    private record Model(String name, List<Setting> manual, FitWithTexts fit, Read read) {
        private Model(String name, List<Setting> manual, Fit fit, Read read) {
            this(name, manual, (settings, taken, _, seed) -> fit.fit(settings, taken, seed), read);
        }
    }

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
                    UltraGcn::of),
            new Model(
                    ContentBased.NAME,
                    ContentBased.Settings.MANUAL,
                    (settings, taken, texts, _) ->
                            ContentBased.fit(texts, taken.items(), ContentBased.Settings.of(settings)),
                    ContentBased::of));

    private static final Model BLEND = new Model(
            Blend.NAME,
            BlendSettings.manual(Recommenders::single, singleNames()),
            Recommenders::fitBlend,
            tensors -> Blend.of(tensors, Recommenders::read));

    private static final Model COLD_START = new Model(
            ColdStart.NAME,
            ColdStartSettings.manual(Recommenders::settings, coldStartMembers()),
            Recommenders::fitColdStart,
            tensors -> ColdStart.of(tensors, Recommenders::read));

    /** All names, simplest first. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(singleNames());
        names.add(BLEND.name);
        names.add(COLD_START.name);
        return List.copyOf(names);
    }

    /** The manual page of a model: its settings with defaults and meaning. */
    public static List<Setting> settings(String name) {
        return model(name).manual;
    }

    /** The largest value of a setting where one is set down for it; otherwise {@link #COUNT_MOST} or {@link #NUMBER_MOST}. */
    public static OptionalLong most(String name, String setting) {
        return SettingBounds.most(name, setting);
    }

    /**
     * Every setting of a model with the value it would have, for a model card: defaults overwritten by what is given.
     */
    public static Map<String, String> settled(String name, Map<String, String> settings) {
        Model model = model(name);
        return new LinkedHashMap<>(new GivenSettings(name, settings, model.manual).values());
    }

    /**
     * The models that a model is made of, in order; empty for one that stands alone.
     *
     * @param settings by name, as text; what is absent has its default
     */
    public static List<String> members(String name, Map<String, String> settings) {
        if (name.equals(Blend.NAME)) {
            return List.copyOf(BlendSettings.of(settings, BLEND.manual, singleNames())
                    .weights()
                    .keySet());
        }
        if (name.equals(ColdStart.NAME)) {
            ColdStartSettings given = ColdStartSettings.of(settings, COLD_START.manual, warmNames());
            List<String> members = new ArrayList<>(List.of(ContentBased.NAME, given.base()));
            members.addAll(members(given.base(), given.settingsOf(given.base())));
            return members;
        }
        return List.of();
    }

    /**
     * Trains a model.
     *
     * @param name one of {@link #names()}
     * @param settings by name, as text; what is absent has its default
     * @param seed used by models that draw
     * @throws CatalogueTooLarge when the model's memory would exceed its limit
     * @throws IllegalSetting also when the learning rate let the training diverge
     */
    public static Scorer fit(String name, Map<String, String> settings, TrainingSet set, Seed seed) {
        Scorer scorer = model(name).fit.fit(settings, set.taken(), set.texts(), seed);
        refuseDiverged(name, settings, scorer.losses());
        return scorer;
    }

    private static void refuseDiverged(String name, Map<String, String> settings, float[] losses) {
        String rate = settled(name, settings).get("learning-rate");
        for (int pass = 0; pass < losses.length && rate != null; pass++) {
            if (!Float.isFinite(losses[pass])) {
                throw new IllegalSetting(
                        name + ".learning-rate",
                        rate,
                        "smaller for these data: after pass " + (pass + 1) + " the loss is no number any more");
            }
        }
    }

    /** The same where nothing is written about the items. */
    public static Scorer fit(String name, Map<String, String> settings, Interactions taken, Seed seed) {
        return fit(name, settings, TrainingSet.of(taken), seed);
    }

    /** The model that {@link Scorer#tensors()} was asked of, from its name and tensors. */
    public static Scorer read(String name, Tensors tensors) {
        return model(name).read.read(tensors);
    }

    private static Scorer fitBlend(Map<String, String> settings, Interactions taken, ItemTexts texts, Seed seed) {
        BlendSettings given = BlendSettings.of(settings, BLEND.manual, singleNames());
        Map<String, Double> weights = given.weights();
        if (given.isLearned()) {
            refuseUntimed(given.blend().learning().cut(), taken);
            Map<String, Double> alike = new LinkedHashMap<>();
            weights.keySet().forEach(name -> alike.put(name, 1.0));
            weights = Blend.learn(
                    part -> members(alike, given, new TrainingSet(part, texts), seed), taken, given.blend(), seed);
        }
        List<Blend.Weighted> members = members(weights, given, new TrainingSet(taken, texts), seed);
        return Blend.fit(members, taken, given.blend(), seed);
    }

    private static void refuseUntimed(ValidationCut cut, Interactions taken) {
        boolean needsTimes = cut == ValidationCut.TIME || cut == ValidationCut.LAST;
        if (needsTimes && !taken.positive().timed()) {
            throw new IllegalSetting(
                    "blend.learn-cut", GivenSettings.kebab(cut), "auto or random for these data: some have no time");
        }
    }

    private static List<Blend.Weighted> members(
            Map<String, Double> weights, BlendSettings given, TrainingSet set, Seed seed) {
        List<Blend.Weighted> members = new ArrayList<>();
        weights.forEach((name, weight) -> {
            Scorer scorer = fit(name, given.settingsOf(name), set, seed);
            members.add(new Blend.Weighted(name, scorer, weight));
        });
        return members;
    }

    private static Scorer fitColdStart(Map<String, String> settings, Interactions taken, ItemTexts texts, Seed seed) {
        ColdStartSettings given = ColdStartSettings.of(settings, COLD_START.manual, warmNames());
        ContentBased.Settings textSettings = ContentBased.Settings.of(given.settingsOf(ContentBased.NAME));
        Scorer base = fit(given.base(), given.settingsOf(given.base()), new TrainingSet(taken, texts), seed);
        ContentBased text = ContentBased.fit(texts, taken.items(), textSettings);
        return ColdStart.fit(new Blend.Weighted(given.base(), base, 1), text, taken, given.people(), seed);
    }

    private static List<String> coldStartMembers() {
        List<String> names = warmNames();
        names.add(ContentBased.NAME);
        return names;
    }

    /** What a cold start can be made warm with. */
    private static List<String> warmNames() {
        List<String> names = new ArrayList<>(singleNames());
        names.remove(ContentBased.NAME);
        names.add(Blend.NAME);
        return names;
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
        if (name.equals(Blend.NAME)) {
            return BLEND;
        }
        if (name.equals(ColdStart.NAME)) {
            return COLD_START;
        }
        return SINGLES.stream()
                .filter(model -> model.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownName("model", name, names()));
    }
}
