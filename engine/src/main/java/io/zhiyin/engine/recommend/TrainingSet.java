package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.text.ItemTexts;

/**
 * What a model may learn from: who took what, and what is written about the items.
 *
 * @param texts by the items' numbers in {@code taken}; {@link ItemTexts#NONE} where nothing is known
 */
public record TrainingSet(Interactions taken, ItemTexts texts) {

    /** Without texts. */
    public static TrainingSet of(Interactions taken) {
        return new TrainingSet(taken, ItemTexts.NONE);
    }
}
