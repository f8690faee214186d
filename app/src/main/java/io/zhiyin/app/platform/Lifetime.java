package io.zhiyin.app.platform;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.JdbiException;

/** A server from start to stop: the home is taken, stores are opened, slices attached, the port bound, word is left. */
public final class Lifetime implements AutoCloseable {
    /** The workspace that every home has. */
    public static final String MAIN = "main";

    private static final String PACKAGE = "classpath:io/zhiyin/app/";

    /** The slices that keep what people typed. */
    static final List<String> WORKSPACE_MIGRATIONS = List.of(
            PACKAGE + "catalogue/db",
            PACKAGE + "privacy/db",
            PACKAGE + "ingest/db",
            PACKAGE + "recommend/db",
            PACKAGE + "gorse/db");

    static final List<String> SERVER_MIGRATIONS = List.of(PACKAGE + "platform/server");

    /** What all workspaces of a server share. */
    public record Shared(Accounts accounts, Metrics metrics, AuditLog audit) {}

    /** Puts a workspace's slices together, in order. */
    @FunctionalInterface
    public interface Composition {
        List<Slice> slices(Workspace workspace, Shared shared);
    }

    private final Home home;
    private final Clock clock;
    private final Composition composition;
    private final Settings settings;
    private final Accounts accounts;
    private final Shared shared;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Workspace> workspaces = new CopyOnWriteArrayList<>();
    private final Backup backup;
    private final Http http;

    private Lifetime(Home home, int port, Clock clock, Map<String, String> flags, Composition composition) {
        this.home = home;
        this.clock = clock;
        this.composition = composition;
        home.running().ifPresent(r -> {
            throw Problem.of(409, "home_in_use", home.folder().toString(), r.pid(), r.port());
        });
        try {
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.putAll(flags);
            settings = Settings.read(home.folder(), environment);
            // The lock on the main workspace's log is what makes the home ours; nothing else is opened before it.
            Workspace.Stores mainStores = stores(MAIN);
            opened.add(() -> close(mainStores));
            StateDb server = state(home.serverState(settings), SERVER_MIGRATIONS);
            opened.add(server);
            accounts = new Accounts(server, clock);
            accounts.addWorkspace(MAIN);
            AuditLog audit = AuditLog.open(home.folder(), clock);
            opened.add(audit);
            shared = new Shared(accounts, new Metrics(), audit);
            backup = new Backup(home, server, workspaces, clock);
            attach(MAIN, mainStores);
            opened.removeFirst(); // the workspace closes them now
            for (String name : accounts.workspaces()) {
                if (!name.equals(MAIN)) {
                    attach(name, stores(name));
                }
            }
            KeyLimits limits = new KeyLimits(settings.ingestEventsPerSecond());
            http = new Http(new Http.Server(shared, workspaces, settings, limits), settings.host(), port);
            home.announce(running());
        } catch (LogException e) {
            closeStores();
            throw e.reason() == LogException.Reason.HELD
                    ? Problem.of(409, "folder_in_use", home.folder().toString(), e.holder())
                    : Problem.of(500, "store_unusable", home.folder().toString(), String.valueOf(e.getMessage()));
        } catch (JdbiException e) {
            closeStores();
            throw Problem.of(500, "store_unusable", home.folder().toString(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            closeStores();
            throw e;
        }
    }

    private void attach(String name, Workspace.Stores stores) {
        shared.metrics()
                .gauge("zhiyin.log.writable", name, () -> stores.log().state() instanceof EventLog.Writable ? 1 : 0);
        Workspace workspace = new Workspace(name, home.workspace(name), stores, clock, settings);
        List<Slice> slices = new ArrayList<>();
        slices.add(new Probes(workspace, shared, new Probes.Server(this::addWorkspace, backup)));
        slices.addAll(composition.slices(workspace, shared));
        workspace.attach(slices);
        workspaces.add(workspace);
    }

    /** Makes a workspace and opens it at once; one that exists stays as it is. */
    private synchronized void addWorkspace(String name) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw Problem.of(400, "workspace_name_illegal", name);
        }
        if (!accounts.workspaces().contains(name)) {
            Workspace.Stores stores = stores(name);
            accounts.addWorkspace(name);
            attach(name, stores);
        }
    }

    /**
     * @param port 0 for any free one
     * @param flags settings of the command line, by their names in the environment, before which they go
     */
    public static Lifetime start(Home home, int port, Clock clock, Map<String, String> flags, Composition composition) {
        return new Lifetime(home, port, clock, flags, composition);
    }

    public int port() {
        return http.port();
    }

    public Http http() {
        return http;
    }

    public Accounts accounts() {
        return accounts;
    }

    public AuditLog audit() {
        return shared.audit();
    }

    public Workspace workspace() {
        return workspaces.getFirst();
    }

    /** How commands reach this server. */
    public Home.Running running() {
        return new Home.Running(
                ProcessHandle.current().pid(), Home.reachable(settings.host()), port(), accounts.localAdminKey());
    }

    /** One click signs a browser in, once. */
    public String link() {
        return running().address() + "/?token=" + accounts.createSignInToken();
    }

    @Override
    public void close() {
        home.withdraw();
        http.close();
        closeStores();
    }

    /** Opens a workspace's stores; those that were opened before one fails are closed again. */
    private Workspace.Stores stores(String name) {
        Path folder = home.workspace(name);
        EventLog log = EventLog.open(
                folder.resolve("log"),
                Disk.real(),
                EventLog.Settings.defaults()
                        .withSegmentBytes((long) settings.logSegmentMb() << 20)
                        .withReserveBytes((long) settings.logReserveMb() << 20));
        try {
            StateDb state = state(home.stateOf(name, settings), WORKSPACE_MIGRATIONS);
            try {
                return new Workspace.Stores(
                        log,
                        state,
                        View.open(
                                folder.resolve("view.duckdb"),
                                log,
                                View.Settings.defaults().withMemoryLimit(settings.viewMemoryMb() + "MB")));
            } catch (RuntimeException e) {
                state.close();
                throw e;
            }
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Whose tables are in a state file. */
    static List<String> migrations(Home home, Path file) {
        return file.equals(home.serverDb()) ? SERVER_MIGRATIONS : WORKSPACE_MIGRATIONS;
    }

    static StateDb state(StateStore store, List<String> migrations) {
        try {
            return StateDb.open(store, migrations);
        } catch (IllegalStateException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw Problem.of(500, "store_unusable", store.name(), String.valueOf(root.getMessage()));
        }
    }

    private static void close(Workspace.Stores stores) {
        stores.view().close();
        stores.log().close();
        stores.state().close();
    }

    private void closeStores() {
        workspaces.reversed().forEach(Workspace::close);
        for (AutoCloseable store : opened.reversed()) {
            try {
                store.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
