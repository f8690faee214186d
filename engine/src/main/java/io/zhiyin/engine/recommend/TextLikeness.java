package io.zhiyin.engine.recommend;

import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.text.ItemTexts;
import io.zhiyin.engine.text.TermVectors;

/**
 * How much the texts of items resemble each other, as {@link ContentBased} sees it: for all of them at once, which that
 * model learns, or for one, which needs no training.
 *
 * <p>Source: that of {@link ContentBased}.
 * <p>Variant: the cosine of the rows of {@link TermVectors}, without terms that are too common.
 * <p>Shapes: likenesses in [0, 1], 0 for an item without text and of an item to itself.
 * <p>Cost: O(letters) to index; {@link #to} one multiply-add for each entry of the terms that the item has, and 8 bytes per
 * item. Deterministic.
 */
public final class TextLikeness {
    private final SparseRows items;
    private final SparseRows terms;
    private final double[] lengths;

    private TextLikeness(SparseRows items) {
        this.items = items;
        this.terms = items.transpose();
        this.lengths = items.rowNorms();
    }

    /** @param items how many there are, with or without text */
    public static TextLikeness of(ItemTexts texts, int items, ContentBased.Settings settings) {
        SparseRows vectors = TermVectors.of(texts, items, settings.fields(), settings.weighting());
        return new TextLikeness(TermVectors.withoutCommon(vectors, settings.commonShare()));
    }

    /** For every item the others most like it, at most so many. */
    SparseRows nearest(int neighbours) {
        return new Cosines(0, .5).nearestColumns(terms, neighbours);
    }

    /** How much every item is like this one. */
    public float[] to(int item) {
        double[] dots = new double[items.rows()];
        for (int own = items.from(item); own < items.to(item); own++) {
            int term = items.columns()[own];
            double value = items.values()[own];
            for (int e = terms.from(term); e < terms.to(term); e++) {
                dots[terms.columns()[e]] += value * terms.values()[e];
            }
        }
        float[] likeness = new float[dots.length];
        for (int other = 0; other < dots.length; other++) {
            boolean isAlike = other != item && dots[other] > 0;
            likeness[other] = isAlike ? (float) (dots[other] / (lengths[item] * lengths[other])) : 0;
        }
        return likeness;
    }
}
