package io.zhiyin.engine.text;

import io.zhiyin.engine.data.Vocabulary;
import io.zhiyin.engine.math.SparseRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Texts of items as rows of weighted terms.
 *
 * <p>Source: the vector space model of Salton, Wong, Yang, A vector space model for automatic indexing, CACM 18, 1975;
 * weights: {@link TermWeighting}, {@link FieldWeights}.
 * <p>Variant: titles, descriptions and tags share their terms ({@link Tokeniser}); a tag, a teacher and a school are
 * besides a term of their own each, whole, so that a shared name counts and a shared syllable of a name does not. Lengths
 * count weighted terms.
 * <p>Shapes: items x terms, terms numbered by first appearance over items in order; an item without text has no entry.
 * <p>Cost: O(all letters), memory of one entry per item and different term. Deterministic.
 */
public final class TermVectors {
    /** A term in no more texts than this is never too common. */
    private static final int COMMON_MIN = 100;

    private final Vocabulary.Builder terms = new Vocabulary.Builder();
    private final FieldWeights fields;

    private TermVectors(FieldWeights fields) {
        this.fields = fields;
    }

    /** @param items how many rows; items beyond the end of the texts have empty ones */
    public static SparseRows of(ItemTexts texts, int items, FieldWeights fields, TermWeighting weighting) {
        TermVectors work = new TermVectors(fields);
        List<Map<Integer, Double>> counted = new ArrayList<>(items);
        for (int item = 0; item < items; item++) {
            counted.add(work.count(texts.of(item)));
        }
        return work.weighted(counted, weighting);
    }

    /** Weighted counts by term, in order of terms. */
    private Map<Integer, Double> count(ItemText text) {
        Map<Integer, Double> counts = new TreeMap<>();
        addText(text.title(), fields.title(), counts);
        addText(text.description(), fields.description(), counts);
        for (String tag : text.tags()) {
            addText(tag, fields.tags(), counts);
        }
        addNames("tag", text.tags(), fields.tags(), counts);
        addNames("teacher", text.teachers(), fields.teachers(), counts);
        addNames("school", text.schools(), fields.schools(), counts);
        return counts;
    }

    private void addText(String text, double weight, Map<Integer, Double> counts) {
        for (String term : Tokeniser.terms(text)) {
            add(term, weight, counts);
        }
    }

    /** Whole names; the blank keeps them apart from the terms of texts, which have none. */
    private void addNames(String field, List<String> names, double weight, Map<Integer, Double> counts) {
        for (String name : names) {
            List<String> parts = Tokeniser.terms(name);
            if (!parts.isEmpty()) {
                add(field + " " + String.join(" ", parts), weight, counts);
            }
        }
    }

    private void add(String term, double weight, Map<Integer, Double> counts) {
        if (weight > 0) {
            counts.merge(terms.add(term), weight, Double::sum);
        }
    }

    private SparseRows weighted(List<Map<Integer, Double>> counted, TermWeighting weighting) {
        int[] textsWith = new int[terms.size()];
        int[] start = new int[counted.size() + 1];
        double lengths = 0;
        int texts = 0;
        for (int item = 0; item < counted.size(); item++) {
            Map<Integer, Double> counts = counted.get(item);
            counts.keySet().forEach(term -> textsWith[term]++);
            start[item + 1] = start[item] + counts.size();
            lengths += length(counts);
            texts += counts.isEmpty() ? 0 : 1;
        }
        int[] columns = new int[start[counted.size()]];
        float[] values = new float[columns.length];
        int entry = 0;
        for (Map<Integer, Double> counts : counted) {
            double relativeLength = length(counts) * texts / lengths;
            for (Map.Entry<Integer, Double> count : counts.entrySet()) {
                double idf = weighting.idf(texts, textsWith[count.getKey()]);
                columns[entry] = count.getKey();
                values[entry++] = (float) weighting.weight(count.getValue(), relativeLength, idf);
            }
        }
        return new SparseRows(terms.size(), start, columns, values);
    }

    /**
     * The same rows without terms that stand in more than 100 of them and in more than this share of those that have any:
     * such a term says little of each, and makes every text resemble every other.
     *
     * @param share in (0, 1]; 1 leaves everything
     */
    public static SparseRows withoutCommon(SparseRows vectors, double share) {
        int[] textsWith = new int[vectors.cols()];
        for (int term : vectors.columns()) {
            textsWith[term]++;
        }
        int texts = 0;
        for (int item = 0; item < vectors.rows(); item++) {
            texts += vectors.size(item) > 0 ? 1 : 0;
        }
        double most = Math.max(COMMON_MIN, share * texts);
        int[] start = new int[vectors.rows() + 1];
        int[] columns = new int[vectors.entries()];
        float[] values = new float[columns.length];
        int size = 0;
        for (int item = 0; item < vectors.rows(); item++) {
            for (int e = vectors.from(item); e < vectors.to(item); e++) {
                if (textsWith[vectors.columns()[e]] <= most) {
                    columns[size] = vectors.columns()[e];
                    values[size++] = vectors.values()[e];
                }
            }
            start[item + 1] = size;
        }
        return new SparseRows(vectors.cols(), start, Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
    }

    private static double length(Map<Integer, Double> counts) {
        double length = 0;
        for (double count : counts.values()) {
            length += count;
        }
        return length;
    }
}
