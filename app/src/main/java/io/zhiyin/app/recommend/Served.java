package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Models;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.data.Vocabulary;
import io.zhiyin.engine.recommend.Popularity;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Scorer;
import java.util.List;
import java.util.OptionalInt;

/**
 * The model in force, whole: it is exchanged in one step.
 *
 * @param scorer for people with a history
 * @param popular for people without one, and for those who do not want theirs used
 * @param takers the items behind the numbers of both, and how many people took each
 * @param card what it was trained on and how good it is
 */
record Served(int version, String name, Scorer scorer, Popularity popular, Takers takers, JsonNode card) {
    private static final String SCORER = "scorer";
    private static final String POPULAR = "popular";
    private static final String TAKERS = "takers";

    /** Items by number, and how many different people took each. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or used as a key
    record Takers(Vocabulary items, int[] counts) {
        /** Before the first model. */
        static final Takers NONE = new Takers(Vocabulary.of(List.of()), new int[0]);

        int count(String item) {
            OptionalInt index = items.index(item);
            return index.isPresent() ? counts[index.getAsInt()] : 0;
        }
    }

    static Tensors tensors(Scorer scorer, Popularity popular, int[] takers) {
        return new Tensors()
                .put(SCORER, scorer.tensors())
                .put(POPULAR, popular.tensors())
                .put(TAKERS, takers);
    }

    static Served of(Models.Stored stored) {
        List<String> ids = stored.ids();
        return new Served(
                stored.version(),
                stored.name(),
                Recommenders.read(stored.name(), stored.tensors().part(SCORER)),
                Popularity.of(stored.tensors().part(POPULAR)),
                new Takers(Vocabulary.of(ids), stored.tensors().ints(TAKERS)),
                stored.card());
    }

    Vocabulary items() {
        return takers.items();
    }

    String label() {
        return name + " v" + version;
    }
}
