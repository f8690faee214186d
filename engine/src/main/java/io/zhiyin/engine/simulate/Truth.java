package io.zhiyin.engine.simulate;

/**
 * What the simulation knows and a recommender has to find out. Only tests and proofs may look.
 *
 * <p>The affinity of a person for an item is a logistic function of the person's interest in its topic, the distance
 * between the wanted and the offered level, the item's hidden quality, how the platform's people lean towards its kind,
 * and its price times the person's thrift. It is the same at all times: neither ownership nor prerequisites nor
 * promotion enter. The odds of opening, watching and buying all rise with it.
 */
public final class Truth {
    private final Catalogue catalogue;
    private final Population population;

    Truth(Catalogue catalogue, Population population) {
        this.catalogue = catalogue;
        this.population = population;
    }

    /**
     * How much a person wants an item, as a probability in (0, 1).
     *
     * @param person index in {@link Academy#people()}
     * @param item index in {@link Academy#items()}
     */
    public double affinity(int person, int item) {
        return population.affinity(person, item);
    }

    /** The tribe a person's taste was drawn from, such as clerk or student; there are eight. */
    public String tribe(int person) {
        return population.tribes[person].name();
    }

    /** The live session of the launch. */
    public String launchLiveId() {
        return catalogue.items.get(catalogue.timetable.launchLive).id();
    }

    /** The course that the launch puts on sale. */
    public String launchCourseId() {
        return catalogue.items.get(catalogue.timetable.launchCourse).id();
    }

    /** When the launch begins, epoch seconds. */
    public long launchAtSeconds() {
        return catalogue.timetable.liveAtSeconds[catalogue.timetable.launchLive];
    }
}
