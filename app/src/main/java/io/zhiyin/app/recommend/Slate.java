package io.zhiyin.app.recommend;

import io.zhiyin.engine.recommend.Because;
import io.zhiyin.engine.recommend.ModelShares;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ranking as it was made for one person at one moment.
 *
 * @param ranking its signed id, by which what was shown is joined with what came of it
 * @param model name and version of what scored it, e.g. {@code blend v3}; empty where no model was asked
 * @param items best first
 * @param reasonCode why the list is shorter than asked or not personal; empty when there is nothing to say
 * @param leftOut how many items each rule kept out
 */
public record Slate(String ranking, String model, List<Place> items, Optional<ReasonCode> reasonCode, LeftOut leftOut) {

    /**
     * One item of a ranking.
     *
     * @param score comparable within this ranking only
     * @param propensity with which it was put there, given the places before it; 1 unless lists differ from one to the next
     * @param because its summands: in list order, in double, cast to float, they add up to the score
     * @param models which part of what the model says comes from which member of it, see {@link ModelShares}; empty
     *     where it has none
     */
    public record Place(
            String id,
            String kind,
            float score,
            double propensity,
            List<Because> because,
            Map<String, Double> models) {}

    /** How many items of the catalogue were not eligible, by the first rule that kept them out. */
    public record LeftOut(int owned, int offSale, int prerequisite, int excluded, int disliked) {}

    /** Why a list is not what was asked for; the names are the API's, in lower case. */
    public enum ReasonCode {
        /** There is nothing to choose from: neither a catalogue nor an event. */
        CATALOGUE_EMPTY,
        /** Fewer items are eligible than were asked for. */
        FEWER_ELIGIBLE,
        /** Nothing is known of this person yet; the list is what others take. */
        NEWCOMER,
        /** The person switched personalisation off; the list is the same for everybody. */
        PERSONALISATION_OFF,
        /** No model was trained yet; the newest items come first. */
        NO_MODEL,
        /** Nobody took this item yet, and no text resembles its; the list is what others take. */
        ITEM_NEW,
        /** Fewer items rise against their own past than were asked for. */
        FEWER_RISING,
        /** Nobody took this item yet, and fewer texts resemble its than were asked for. */
        FEWER_ALIKE
    }
}
