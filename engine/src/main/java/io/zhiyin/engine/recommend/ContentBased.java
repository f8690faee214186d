package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.text.FieldWeights;
import io.zhiyin.engine.text.ItemTexts;
import io.zhiyin.engine.text.TermVectors;
import io.zhiyin.engine.text.TermWeighting;
import java.util.List;
import java.util.Map;

/**
 * Recommends what is described like the items of a history: it needs nobody to have taken an item, only a text.
 *
 * <p>Source: Pazzani and Billsus, Content-based recommendation systems, in The adaptive web, 2007, section 10.2;
 * weights of terms: {@link TermWeighting}, {@link FieldWeights}.
 * <p>Variant: sim(i, j) is the cosine of the rows of {@link TermVectors} ({@link TextLikeness}); every item is voted for by the
 * {@code neighbours} items described most like it (ties: the smaller number); score(j) = sum over the history's entries
 * i, in order, of weight(i) * sim(i, j). Terms that stand in more than 100 and in more than {@code commonShare} of the
 * texts are left out. Who took what is not looked at.
 * <p>Shapes: items x items in compressed rows, sims in (0, 1]; an item without text has no neighbours.
 * <p>Cost: fit O(letters + sum over terms of texts^2), the texts that have the term; score O(history * neighbours) plus
 * one pass over the items. Deterministic on any number of threads.
 */
public final class ContentBased extends ItemToItem {
    public static final String NAME = "content-based";

    private ContentBased(SparseRows pulls) {
        super(pulls);
    }

    /**
     * @param neighbours how many similar texts vote for an item, at least 1
     * @param commonShare terms in a larger share of the texts are left out, in (0, 1]
     */
    public record Settings(TermWeighting weighting, int neighbours, double commonShare, FieldWeights fields) {
        public static final Settings DEFAULTS = new Settings(TermWeighting.BM25, 100, .2, FieldWeights.DEFAULTS);

        public Settings {
            if (neighbours < 1 || !(commonShare > 0 && commonShare <= 1)) {
                throw new IllegalArgumentException("illegal content-based settings: neighbours " + neighbours
                        + ", common share " + commonShare + ", must be at least 1 and in (0, 1]");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "weighting",
                        GivenSettings.kebab(DEFAULTS.weighting),
                        "what a term is worth: bm25 or tf-idf",
                        Search.choice("bm25", "tf-idf")),
                new Setting(
                        "neighbours",
                        String.valueOf(DEFAULTS.neighbours),
                        "how many similar texts vote for an item; at least 1",
                        Search.whole(20, 500)),
                new Setting(
                        "common-share",
                        String.valueOf(DEFAULTS.commonShare),
                        "terms that stand in more than 100 and in more than this share of the texts are left out; above 0, at most"
                                + " 1",
                        Search.logUniform(.02, 1)),
                field("title", DEFAULTS.fields.title()),
                field("description", DEFAULTS.fields.description()),
                field("tags", DEFAULTS.fields.tags()),
                field("teachers", DEFAULTS.fields.teachers()),
                field("schools", DEFAULTS.fields.schools()));

        private static Setting field(String name, double weight) {
            String meaning = "how many times a term of the " + name + " counts; at least 0";
            return new Setting(name, String.valueOf(weight), meaning, Search.uniform(0, 5));
        }

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.choice("weighting", TermWeighting.values()),
                    g.count("neighbours", 1),
                    g.fraction("common-share"),
                    new FieldWeights(
                            g.number("title", 0, true),
                            g.number("description", 0, true),
                            g.number("tags", 0, true),
                            g.number("teachers", 0, true),
                            g.number("schools", 0, true)));
        }
    }

    /** @param items how many items there are, with or without text */
    public static ContentBased fit(ItemTexts texts, int items, Settings settings) {
        TextLikeness likeness = TextLikeness.of(texts, items, settings);
        return new ContentBased(likeness.nearest(settings.neighbours).transpose());
    }

    public static ContentBased of(Tensors tensors) {
        return new ContentBased(pulls(tensors));
    }

    @Override
    public List<Because> because(Who who, History taken, int item) {
        return super.because(who, taken, item).stream()
                .map(reason ->
                        reason instanceof Because.FromItem b ? new Because.FromText(b.item(), b.share()) : reason)
                .toList();
    }
}
