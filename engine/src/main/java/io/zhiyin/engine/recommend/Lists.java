package io.zhiyin.engine.recommend;

/** Whose neighbours count when similar items are cut to the k most similar. */
public enum Lists {
    /** An item of the history votes for the k items most like it (the library implicit; Deshpande and Karypis). */
    OWN,
    /**
     * A candidate is voted for by the k items most like it (Sarwar et al.; the evaluation framework of Dacrema et al.).
     */
    TARGET
}
