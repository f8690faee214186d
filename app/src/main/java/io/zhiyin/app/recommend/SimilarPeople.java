package io.zhiyin.app.recommend;

import java.util.List;
import java.util.Optional;

/**
 * People who like what one person likes, the most similar first.
 *
 * @param reasonCode why there are none; empty when there is nothing to say
 */
public record SimilarPeople(List<SimilarPerson> people, Optional<Slate.ReasonCode> reasonCode) {

    /**
     * @param similarity cosine of the preferences, shrunk by one whole preference; above 0, below 1
     * @param shared how many items both like
     */
    public record SimilarPerson(String person, double similarity, int shared) {}
}
