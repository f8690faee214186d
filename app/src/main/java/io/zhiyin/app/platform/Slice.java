package io.zhiyin.app.platform;

/**
 * A feature of one workspace: its routes, its background work, its part in erasing a person. One object per workspace;
 * isolation is by construction.
 */
public interface Slice extends AutoCloseable {

    /** Adds what this slice answers. */
    default void routes(Routes routes) {}

    /** Begins background work, after every slice was made. */
    default void start() {}

    /**
     * Removes everything this slice keeps about a person, in memory and on disk. The log, the view and the list of
     * slices are the platform's business; no slice may forget its own part, therefore there is no default.
     */
    void erase(String person);

    /** The log and the view have forgotten a person: what came of them meanwhile must go too, from memory and disk. */
    default void erased(String person) {}

    @Override
    default void close() {}
}
