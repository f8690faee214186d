package io.zhiyin.engine.text;

/** What a term is worth in a text, by how often it stands there and in how many texts it stands. */
public enum TermWeighting {
    /**
     * (1 + ln tf) * ln(1 + n / df), for tf of at least 1; tf * ln(1 + n / df) below.
     *
     * <p>Source: Manning, Raghavan, Schuetze, Introduction to information retrieval, 2008, section 6.4.1 (sublinear tf).
     * Variant: 1 is added inside the logarithm, so that a term in every text keeps a little weight.
     */
    TF_IDF {
        @Override
        double weight(double tf, double relativeLength, double idf) {
            return (tf < 1 ? tf : 1 + Math.log(tf)) * idf;
        }

        @Override
        double idf(int texts, int textsWithTerm) {
            return Math.log(1 + (double) texts / textsWithTerm);
        }
    },
    /**
     * idf * tf (k1 + 1) / (tf + k1 (1 - b + b length / mean length)), idf = ln(1 + (n - df + .5) / (df + .5)), k1 = 1.2,
     * b = .75.
     *
     * <p>Source: Robertson, Zaragoza, The probabilistic relevance framework: BM25 and beyond, 2009, section 3.4; weights
     * of vectors to be compared by their cosine: Whissell, Clarke, Improving document clustering using Okapi BM25
     * feature weighting, Information Retrieval 14, 2011. Variant: 1 is added inside the logarithm, so that no idf is
     * below 0.
     */
    BM25 {
        @Override
        double weight(double tf, double relativeLength, double idf) {
            return idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * relativeLength));
        }

        @Override
        double idf(int texts, int textsWithTerm) {
            return Math.log(1 + (texts - textsWithTerm + .5) / (textsWithTerm + .5));
        }
    };

    private static final double K1 = 1.2;
    private static final double B = .75;

    /**
     * At least 0, rising with tf.
     *
     * @param tf how often the term stands in the text, weighted by field, above 0
     * @param relativeLength of the text, 1 for one of mean length
     */
    abstract double weight(double tf, double relativeLength, double idf);

    /** At least 0, falling with the number of texts that have the term, 1 to all. */
    abstract double idf(int texts, int textsWithTerm);
}
