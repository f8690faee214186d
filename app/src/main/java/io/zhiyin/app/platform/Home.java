package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder of one server: {@code server.db}, {@code zhiyin.yaml}, one folder per workspace, and while a server runs
 * {@code server.json}, by which commands find it.
 */
public record Home(Path folder) {

    private static final int ANSWER_MS = 2_000;
    private static final String LOOPBACK = "127.0.0.1";

    /** A server that runs on this home: its process, where it listens and the key that only this user can read. */
    public record Running(long pid, String host, int port, String adminKey) {

        /** On the loopback address. */
        public Running(long pid, int port, String adminKey) {
            this(pid, LOOPBACK, port, adminKey);
        }

        /** How commands of this machine reach it. */
        public String address() {
            return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** The address at which a server that listens on this one is reached from its own machine. */
    static String reachable(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress() ? LOOPBACK : host;
        } catch (UnknownHostException e) {
            return host;
        }
    }

    /** The home at a path, made if it is not there. */
    public static Home at(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (absolute.toString().matches(".*[?;].*")) {
            // The stores are named by addresses in which these letters mean something else.
            throw unusable(absolute, "platform.home.illegalLetter");
        }
        try {
            make(absolute);
        } catch (FileAlreadyExistsException e) {
            throw unusable(absolute, "platform.home.notFolder");
        } catch (IOException e) {
            throw unusable(absolute, "platform.home.notWritable");
        }
        if (!Files.isWritable(absolute)) {
            throw unusable(absolute, "platform.home.notWritable");
        }
        return new Home(absolute);
    }

    /** A home that is made is its user's alone: it holds what people did, and keys. */
    private static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    private static Problem unusable(Path folder, String why) {
        return Problem.of(400, "home_unusable", folder.toString(), Messages.text(Lang.ofProcess(), why));
    }

    public Path workspace(String name) {
        return folder.resolve(name);
    }

    /**
     * Takes the home as a server does, by the lock on the main workspace's log.
     *
     * @throws Problem {@code folder_in_use} if another process has it
     */
    FolderLock take() throws IOException {
        Path log = workspace(Lifetime.MAIN).resolve("log");
        Disk.real().makeFolder(log);
        try {
            return FolderLock.take(Disk.real(), log);
        } catch (LogException e) {
            throw Problem.of(409, "folder_in_use", folder.toString(), e.holder());
        }
    }

    /** Something done to a home on which no server runs. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, SQLException;
    }

    /** Does it while nobody else can take the home. */
    <T> T alone(Work<T> work) {
        try (FolderLock _ = take()) {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw Problem.of(500, "store_unusable", folder.toString(), String.valueOf(e.getMessage()));
        }
    }

    /** The file of the accounts, where they are kept in a file. */
    Path serverDb() {
        return folder.resolve("server.db");
    }

    /** Where the accounts are kept. */
    StateStore serverState(Settings settings) {
        return settings.state().isEmpty()
                ? new SqliteState(serverDb())
                : new PostgresState(settings.state(), "zhiyin_server", folder.resolve("backups/server"), id());
    }

    /** Where what people typed in a workspace is kept. */
    StateStore stateOf(String workspace, Settings settings) {
        return settings.state().isEmpty()
                ? new SqliteState(workspace(workspace).resolve("state.db"))
                : new PostgresState(
                        settings.state(),
                        "zhiyin_w_" + workspace,
                        workspace(workspace).resolve("backups/state"),
                        id());
    }

    /** What tells this home from others that use the same database; made when it is first asked for. */
    private String id() {
        Path file = folder.resolve("home-id");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            String id = UUID.randomUUID().toString();
            Path draft = folder.resolve("home-id.new");
            Files.writeString(draft, id + "\n");
            try (Disk.OpenFile made = Disk.real().open(draft, Disk.Mode.WRITE)) {
                made.force();
            }
            Disk.real().rename(draft, file);
            Disk.real().forceFolder(folder);
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The server that runs on this home, if one does. A file left by a dead process is no server, nor is one whose
     * process id another program got since (in a container a restarted server gets its own): it must answer on its port.
     */
    public Optional<Running> running() {
        Path file = serverJson();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = Json.tree(Files.readString(file));
            Running running = new Running(
                    tree.path("pid").asLong(),
                    tree.path("host").asText(LOOPBACK),
                    tree.path("port").asInt(),
                    tree.path("adminKey").asText());
            boolean isAlive =
                    ProcessHandle.of(running.pid()).map(ProcessHandle::isAlive).orElse(false);
            return isAlive && isListening(running) ? Optional.of(running) : Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static boolean isListening(Running running) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(running.host(), running.port()), ANSWER_MS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Leaves word of this server, readable by its user only. */
    void announce(Running running) {
        Map<String, Object> word = new LinkedHashMap<>();
        word.put("pid", running.pid());
        word.put("host", running.host());
        word.put("port", running.port());
        word.put("adminKey", running.adminKey());
        try {
            Path draft = folder.resolve("server.json.new");
            Files.deleteIfExists(draft);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(draft, Json.text(word));
            Files.move(draft, serverJson(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void withdraw() {
        try {
            Files.deleteIfExists(serverJson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path serverJson() {
        return folder.resolve("server.json");
    }
}
