package io.zhiyin.app;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.gorse.Gorse;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.overview.Overview;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Slice;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.privacy.Privacy;
import io.zhiyin.app.recommend.Recommendations;
import io.zhiyin.engine.math.Gemm;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The whole product, put together: read this first. Every slice of a workspace, in the order in which they stand. */
public final class App {
    private static final System.Logger LOG = System.getLogger(App.class.getName());

    private App() {}

    /**
     * Starts a server on a home and answers when it listens.
     *
     * @param port 0 for any free one
     */
    public static Lifetime start(Path home, int port, Clock clock) {
        return start(home, port, clock, Map.of());
    }

    static Lifetime start(Path home, int port, Clock clock, Map<String, String> flags) {
        // Beside the start: unpacking the library takes half a second, and nothing waits for it yet.
        Thread.startVirtualThread(
                () -> LOG.log(Level.INFO, "kernels.chosen native={0} kernels={1}", Gemm.isNative(), Gemm.kernels()));
        return Lifetime.start(Home.at(home), port, clock, flags, App::slices);
    }

    private static List<Slice> slices(Workspace workspace, Lifetime.Shared shared) {
        Privacy privacy = new Privacy(workspace);
        Catalogue catalogue = new Catalogue(workspace);
        Events events = new Events(workspace, shared.metrics());
        Recommendations recommendations = new Recommendations(workspace, shared, catalogue, privacy, events);
        Overview overview = new Overview(workspace, catalogue, events, recommendations);
        Gorse gorse = new Gorse(workspace, catalogue, events, recommendations);
        return List.of(catalogue, privacy, events, recommendations, gorse, overview);
    }
}
