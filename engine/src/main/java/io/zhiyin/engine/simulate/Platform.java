package io.zhiyin.engine.simulate;

/**
 * The three platforms and how their people differ: quick and impulsive on Douyin, patient and talkative on Bilibili,
 * readers who share and buy on WeChat. Everything else indexes by ordinal.
 */
enum Platform {
    DOUYIN("douyin", 2.6, 1.28, 0.62),
    BILIBILI("bilibili", 2.0, 1.5, 1.05),
    WECHAT("wechat", 1.5, 1.75, 0.88);

    final String label;
    /** Mean number of impressions of a visit beyond the first. */
    final double impressionsMean;
    /** Mean number of item pages opened in a visit from a search or a saved link. */
    final double searchesMean;
    /** Stretches the watched fraction of a play. */
    final double patience;

    Platform(String label, double impressionsMean, double searchesMean, double patience) {
        this.label = label;
        this.impressionsMean = impressionsMean;
        this.searchesMean = searchesMean;
        this.patience = patience;
    }

    private static final Platform[] ALL = values();

    static Platform at(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }
}
