package io.zhiyin.engine.text;

/**
 * How much a term counts by where it stands: so many times as often as it is written there. All at least 0.
 *
 * <p>Source: Robertson, Zaragoza, Taylor, Simple BM25 extension to multiple weighted fields, CIKM 2004, section 3.
 */
public record FieldWeights(double title, double description, double tags, double teachers, double schools) {
    public static final FieldWeights DEFAULTS = new FieldWeights(3, 1, 2, 2, 1);

    public FieldWeights {
        for (double weight : new double[] {title, description, tags, teachers, schools}) {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("illegal field weight: " + weight + ", must be at least 0");
            }
        }
    }
}
