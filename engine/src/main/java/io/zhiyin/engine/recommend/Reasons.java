package io.zhiyin.engine.recommend;

import java.util.ArrayList;
import java.util.List;

/** Lists of {@link Because} that keep their promise: added in order in double and cast to float, they are the score. */
final class Reasons {
    private Reasons() {}

    /**
     * The same list, for a score that was computed another way than by adding these shares: the last share takes up the
     * difference, which for shares that are right is one of rounding, and where even that cannot be written in its last
     * digit, a {@link Because.Rest} closes the list.
     *
     * @param reasons not empty unless the score is 0
     * @param score finite
     */
    static List<Because> closed(List<Because> reasons, float score) {
        if (!Float.isFinite(score)) {
            throw new IllegalArgumentException("illegal score to explain: " + score + ", must be finite");
        }
        List<Because> closed = new ArrayList<>(reasons);
        if (!closed.isEmpty()) {
            Because last = closed.removeLast();
            closed.add(last.withShare(score - sum(closed)));
        }
        // The difference of two numbers this close is exact, so the second Rest at the latest ends it.
        for (double open = score - sum(closed); (float) sum(closed) != score; open = score - sum(closed)) {
            closed.add(new Because.Rest(open));
        }
        return closed;
    }

    /** The same reasons in the same proportions, with another sum; a {@link Because.Rest} where theirs is 0. */
    static List<Because> scaledTo(List<Because> reasons, double whole) {
        double sum = sum(reasons);
        if (sum == 0) {
            return whole == 0 ? List.of() : List.of(new Because.Rest(whole));
        }
        double factor = whole / sum;
        return reasons.stream()
                .map(reason -> reason.withShare(factor * reason.share()))
                .toList();
    }

    static double sum(List<Because> reasons) {
        double sum = 0;
        for (Because reason : reasons) {
            sum += reason.share();
        }
        return sum;
    }
}
