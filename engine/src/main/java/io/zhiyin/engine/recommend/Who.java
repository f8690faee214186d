package io.zhiyin.engine.recommend;

/** Whose history is being scored: somebody the model was trained on, or anybody else. */
public sealed interface Who {

    /** Not among the training rows, or to be scored as if not. */
    Who NEWCOMER = new Newcomer();

    record Newcomer() implements Who {}

    /** The training row of this person: neighbour models leave it out, trained vectors may be used. */
    record Known(int row) implements Who {}
}
