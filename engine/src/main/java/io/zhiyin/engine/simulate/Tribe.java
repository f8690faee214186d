package io.zhiyin.engine.simulate;

import java.util.List;

/**
 * One of the kinds of people among the followers: where they are, what they care about, how thrifty and how eager they
 * are. A person's taste is the tribe's, distorted by luck of one's own, so that neighbours exist and no two are alike.
 *
 * @param share of the people
 * @param platforms share of each platform among them, in the order of {@link Platform}
 * @param interests in each topic of the syllabus, in its order; the general topic of a school follows from the others
 * @param thrift how much price hurts, on average
 * @param level the level they look for, on average, 1..3
 */
record Tribe(String name, double share, List<Double> platforms, List<Double> interests, double thrift, double level) {

    static final List<Tribe> ALL = List.of(
            new Tribe(
                    "clerk",
                    0.13,
                    List.of(.25, .08, .67),
                    List.of(9.0, 5.0, 1.0, 4.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0),
                    0.25,
                    1.9),
            new Tribe(
                    "office",
                    0.16,
                    List.of(.45, .20, .35),
                    List.of(2.0, 8.0, 5.0, 0.0, 0.0, 4.0, 0.0, 1.0, 4.0, 0.0, 0.0, 2.0, 0.0, 1.0, 0.0),
                    0.22,
                    1.8),
            new Tribe(
                    "student",
                    0.16,
                    List.of(.30, .66, .04),
                    List.of(0.0, 3.0, 8.0, 0.0, 0.0, 6.0, 2.0, 3.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0),
                    0.45,
                    1.5),
            new Tribe(
                    "creator",
                    0.12,
                    List.of(.60, .35, .05),
                    List.of(0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 7.0, 9.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0),
                    0.30,
                    1.9),
            new Tribe(
                    "engineer",
                    0.10,
                    List.of(.20, .60, .20),
                    List.of(0.0, 1.0, 5.0, 0.0, 0.0, 9.0, 2.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
                    0.16,
                    2.1),
            new Tribe(
                    "parent",
                    0.15,
                    List.of(.48, .05, .47),
                    List.of(0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 9.0, 5.0, 4.0, 2.0, 0.0),
                    0.28,
                    1.6),
            new Tribe(
                    "retired",
                    0.08,
                    List.of(.42, .02, .56),
                    List.of(1.0, 0.0, 0.0, 9.0, 0.0, 0.0, 5.0, 1.0, 1.0, 0.0, 0.0, 0.0, 3.0, 3.0, 0.0),
                    0.33,
                    1.4),
            new Tribe(
                    "homebody",
                    0.10,
                    List.of(.68, .10, .22),
                    List.of(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 2.0, 4.0, 7.0, 8.0, 0.0),
                    0.32,
                    1.5));

    Tribe {
        platforms = List.copyOf(platforms);
        interests = List.copyOf(interests);
    }
}
