package io.zhiyin.engine.recommend;

/**
 * One summand of a score. The shares of a list, added in list order in {@code double} and cast to {@code float}, are
 * the score itself, bit for bit.
 */
public sealed interface Because {

    double share();

    /** An item of the history pulls this much. */
    record FromItem(int item, double share) implements Because {}

    /** So many similar people who took it pull this much together. */
    record FromPeople(int count, double share) implements Because {}

    /** Much taken at present, whoever asks. */
    record Popularity(double share) implements Because {}

    /** Its text resembles the text of an item of the history. */
    record FromText(int item, double share) implements Because {}

    /** A rule that somebody wrote, by its stable name. */
    record Rule(String name, double share) implements Because {}

    /** What the model cannot attribute. */
    record Rest(double share) implements Because {}

    /**
     * A reason of one model among several, by the model's name.
     *
     * @param reason never one of a model within the model
     */
    record FromModel(String model, Because reason) implements Because {
        public FromModel {
            if (reason instanceof FromModel inner) {
                throw new IllegalArgumentException("illegal reason of " + model + ": one of " + inner.model
                        + ", must not be one of a model within the model");
            }
        }

        @Override
        public double share() {
            return reason.share();
        }
    }

    /** The same reason with another share. */
    default Because withShare(double share) {
        return switch (this) {
            case FromItem b -> new FromItem(b.item(), share);
            case FromPeople b -> new FromPeople(b.count(), share);
            case Popularity _ -> new Popularity(share);
            case FromText b -> new FromText(b.item(), share);
            case Rule b -> new Rule(b.name(), share);
            case Rest _ -> new Rest(share);
            case FromModel b -> new FromModel(b.model(), b.reason().withShare(share));
        };
    }

    /** The reason itself, whichever model of several it comes from. */
    default Because plain() {
        return this instanceof FromModel b ? b.reason() : this;
    }
}
