package io.zhiyin.engine.recommend;

/** A model whose memory grows with the square of the catalogue refuses one that does not fit, before it allocates. */
public final class CatalogueTooLarge extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** What bounds the bytes. */
    public enum Limit {
        SETTING("setting matrix-bytes-max"),
        ONE_ARRAY("one Java array"),
        MEMORY("memory of the process, -Xmx; not all of it is free");

        private final String words;

        Limit(String words) {
            this.words = words;
        }
    }

    private final int items;
    private final long bytesNeeded;
    private final long bytesMax;
    private final Limit limit;
    private final String alternative;

    public CatalogueTooLarge(
            String model, int items, long bytesNeeded, long bytesMax, Limit limit, String alternative) {
        super("catalogue too large for " + model + ": " + items + " items need " + bytesNeeded
                + " bytes, must be at most " + bytesMax + " (" + limit.words + "); the nearest alternative is "
                + alternative);
        this.items = items;
        this.bytesNeeded = bytesNeeded;
        this.bytesMax = bytesMax;
        this.limit = limit;
        this.alternative = alternative;
    }

    public int items() {
        return items;
    }

    public long bytesNeeded() {
        return bytesNeeded;
    }

    public long bytesMax() {
        return bytesMax;
    }

    public Limit limit() {
        return limit;
    }

    /** The name of the model to use instead. */
    public String alternative() {
        return alternative;
    }
}
