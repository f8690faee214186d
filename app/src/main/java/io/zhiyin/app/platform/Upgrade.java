package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings a home's databases to this program's version while no server runs on it, or says what would be done. Starting a
 * server does the same; this is for who wants to see it first. Each migration is one transaction: after a kill the next
 * run goes on where the last one stood.
 */
public final class Upgrade {
    private final Home home;
    private final Settings settings;

    public Upgrade(Path home) {
        if (!Files.isDirectory(home)) {
            throw Problem.of(404, "migrate_no_home", home.toString());
        }
        this.home = new Home(home);
        this.settings = Settings.read(home, System.getenv());
    }

    /** What would be done to each database. */
    public List<StateDb.Plan> plan() {
        return locked(() -> plans());
    }

    /** Does it; what was done to each database. */
    public List<StateDb.Plan> run() {
        return locked(() -> {
            List<StateDb.Plan> plans = plans();
            Lifetime.state(home.serverState(settings), Lifetime.SERVER_MIGRATIONS)
                    .close();
            for (String workspace : workspaces()) {
                Lifetime.state(home.stateOf(workspace, settings), Lifetime.WORKSPACE_MIGRATIONS)
                        .close();
            }
            return plans;
        });
    }

    private List<StateDb.Plan> plans() {
        List<StateDb.Plan> plans = new ArrayList<>();
        plans.add(StateDb.plan(home.serverState(settings), Lifetime.SERVER_MIGRATIONS));
        for (String workspace : workspaces()) {
            plans.add(StateDb.plan(home.stateOf(workspace, settings), Lifetime.WORKSPACE_MIGRATIONS));
        }
        return plans;
    }

    /** Those that have a log. */
    private List<String> workspaces() {
        try (Stream<Path> folders = Files.list(home.folder())) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("log")))
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        List<StateDb.Plan> run();
    }

    /** The log of the main workspace is what a server locks first. */
    private List<StateDb.Plan> locked(Work work) {
        home.running().ifPresent(r -> {
            throw Problem.of(409, "home_in_use", home.folder().toString(), r.pid(), r.port());
        });
        if (!Files.isDirectory(home.workspace(Lifetime.MAIN).resolve("log"))) {
            throw Problem.of(404, "migrate_no_home", home.folder().toString());
        }
        try (FolderLock _ = home.take()) {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
