package io.zhiyin.engine.recommend;

/** How neighbours become a score. */
public enum Vote {
    /** The sum of similarity times weight: what serving uses, because many neighbours are better than one. */
    SUM(0),
    /** The plain mean of the weights of the neighbours that have one: a predicted rating. */
    MEAN(1);

    private final int code;

    Vote(int code) {
        this.code = code;
    }

    /** What stands for it in the tensors of a model; never changes. */
    int code() {
        return code;
    }

    static Vote of(int code) {
        for (Vote vote : values()) {
            if (vote.code == code) {
                return vote;
            }
        }
        throw new IllegalArgumentException("illegal vote code: " + code + ", must be 0 (sum) or 1 (mean)");
    }
}
