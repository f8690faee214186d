package io.zhiyin.app.overview;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Why net revenue moved: a change of revenue split into traffic, conversion, order value and refunds, exactly.
 *
 * <p>Source: Shapley, A value for n-person games, Contributions to the Theory of Games II, 1953; applied to products of
 * factors by Shorrocks, Decomposition procedures for distributional analysis, Journal of Economic Inequality 11, 2013,
 * section 3.
 *
 * <p>Variant: gross revenue = visitors x orders per visitor x amount per order; each factor's part is its mean marginal
 * contribution over the six orders in which the three can change. Refunds are subtracted, so their part is their own
 * change. A rate that does not exist (orders per visitor without visitors, amount per order without orders) counts as
 * unchanged: what grows from nothing is credited to the factor that did. Parts are rounded to minor units by largest
 * remainder, ties to the earlier part.
 *
 * <p>Shapes: amounts in minor units of the workspace's currency.
 *
 * <p>Cost: constant. Deterministic.
 *
 * @param parts traffic, conversion, order value, refunds; they sum to {@code now.netMinor() - was.netMinor()}
 */
public record Decomposition(Period now, Period was, List<Part> parts) {

    /** What one stretch of time brought. */
    public record Period(long visitors, long orders, long grossMinor, long refundMinor) {
        public long netMinor() {
            return grossMinor - refundMinor;
        }

        /** Orders per visitor; not a number without visitors. */
        public double conversion() {
            return visitors == 0 ? Double.NaN : (double) orders / visitors;
        }

        /** Gross revenue per order in minor units; not a number without orders. */
        public double orderValueMinor() {
            return orders == 0 ? Double.NaN : (double) grossMinor / orders;
        }
    }

    /** Through what. */
    public enum Through {
        TRAFFIC,
        CONVERSION,
        ORDER_VALUE,
        REFUNDS
    }

    /** How much of the change came through it. */
    public record Part(Through through, long minor) {}

    /** Splits the change between two periods. */
    public static Decomposition of(Period now, Period was) {
        double conversionNow = orElse(now.conversion(), was.conversion());
        double conversionWas = orElse(was.conversion(), now.conversion());
        double valueNow = orElse(now.orderValueMinor(), was.orderValueMinor());
        double valueWas = orElse(was.orderValueMinor(), now.orderValueMinor());
        double visitorsNow = (double) now.visitors();
        double visitorsWas = (double) was.visitors();
        double[] exact = {
            part(visitorsNow, visitorsWas, new Others(conversionNow, conversionWas, valueNow, valueWas)),
            part(conversionNow, conversionWas, new Others(visitorsNow, visitorsWas, valueNow, valueWas)),
            part(valueNow, valueWas, new Others(visitorsNow, visitorsWas, conversionNow, conversionWas)),
        };
        long[] whole = rounded(exact, now.grossMinor() - was.grossMinor());
        return new Decomposition(
                now,
                was,
                List.of(
                        new Part(Through.TRAFFIC, whole[0]),
                        new Part(Through.CONVERSION, whole[1]),
                        new Part(Through.ORDER_VALUE, whole[2]),
                        new Part(Through.REFUNDS, was.refundMinor() - now.refundMinor())));
    }

    /** The whole change. */
    public long changeMinor() {
        return now.netMinor() - was.netMinor();
    }

    /** The part that did most for the change in its own direction; the first if several did. */
    public Part main() {
        int sign = Long.signum(changeMinor());
        return parts.stream()
                .max(Comparator.comparingLong((Part p) -> p.minor() * sign)
                        .thenComparing(Comparator.comparing(Part::through).reversed()))
                .orElseThrow();
    }

    private record Others(double yNow, double yWas, double zNow, double zWas) {}

    /** The mean over the orders: a third each where both others are old or both new, a sixth where one is. */
    private static double part(double now, double was, Others o) {
        return (now - was) * ((o.yNow * o.zNow + o.yWas * o.zWas) / 3 + (o.yNow * o.zWas + o.yWas * o.zNow) / 6);
    }

    private static double orElse(double value, double otherwise) {
        if (!Double.isNaN(value)) {
            return value;
        }
        return Double.isNaN(otherwise) ? 0 : otherwise;
    }

    /** Remainders that differ only by the dust of floating point are equal. */
    private static long millionths(double remainder) {
        return Math.round(remainder * 1e6);
    }

    private static long[] rounded(double[] exact, long sum) {
        long[] whole = new long[exact.length];
        long missing = sum;
        for (int i = 0; i < exact.length; i++) {
            whole[i] = (long) Math.floor(exact[i]);
            missing -= whole[i];
        }
        List<Integer> byRemainder = IntStream.range(0, exact.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -millionths(exact[i] - Math.floor(exact[i]))))
                .toList();
        for (int i = 0; missing != 0; i = (i + 1) % exact.length) {
            long step = Long.signum(missing);
            whole[byRemainder.get(i)] += step;
            missing -= step;
        }
        return whole;
    }
}
