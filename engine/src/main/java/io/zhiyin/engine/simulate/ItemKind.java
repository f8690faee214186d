package io.zhiyin.engine.simulate;

/**
 * The kinds of the catalogue with what the simulation needs to know of each. The last three numbers are per platform.
 */
enum ItemKind {
    COURSE("course", "course", 3.0, 2.2, -0.15, 0.35, 0.10),
    SHORT_COURSE("short_course", "short", 1.1, 0.9, 0.35, 0.00, -0.10),
    LIVE("live", "live", 0.9, 0.4, 0.40, -0.10, 0.00),
    MEMBERSHIP("membership", "membership", 1.4, 1.0, -0.10, 0.10, 0.25),
    EBOOK("ebook", "ebook", 0.6, 1.0, -0.30, 0.10, 0.25),
    CONSULTATION("consultation", "consultation", 0.9, 2.0, -0.30, -0.20, 0.35),
    WORK("work", "work", 40.0, 0.0, 0.0, 0.0, 0.0),
    ACTIVITY("activity", "activity", 1.0, 1.0, 0.10, 0.00, 0.10),
    OFFER("offer", "offer", 0.7, 0.6, 0.30, -0.10, 0.05);

    /** The canonical name. */
    final String label;
    /** The word in the syllabus and in ids. */
    final String word;
    /** How much of the feed such an item gets, relative to an activity. */
    final double shelfWeight;

    /** How readily it is bought by those who want it, relative to an activity. */
    final double buyRate;

    private final double douyin;
    private final double bilibili;
    private final double wechat;

    ItemKind(String label, String word, double shelfWeight, double buyRate, double... leanings) {
        this.label = label;
        this.word = word;
        this.shelfWeight = shelfWeight;
        this.buyRate = buyRate;
        douyin = leanings[0];
        bilibili = leanings[1];
        wechat = leanings[2];
    }

    /** What people of a platform add to the logit of their affinity for this kind. */
    double leaning(Platform platform) {
        return switch (platform) {
            case DOUYIN -> douyin;
            case BILIBILI -> bilibili;
            case WECHAT -> wechat;
        };
    }

    static ItemKind ofWord(String word) {
        for (ItemKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown kind of item in the syllabus: " + word);
    }
}
