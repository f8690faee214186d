package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of one server: {@code server.db}, {@code zhiyin.yaml}, one folder per workspace, and while a server runs
 * {@code server.json}, by which commands find it.
 */
public record Home(Path folder) {

    /** A server that runs on this home: its process, its port and the key that only this user can read. */
    public record Running(long pid, int port, String adminKey) {}

    /** The home at a path, made if it is not there. */
    public static Home at(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
        } catch (IOException e) {
            throw Problem.of(400, "home_unusable", absolute.toString(), String.valueOf(e.getMessage()));
        }
        if (!Files.isWritable(absolute)) {
            throw Problem.of(400, "home_unusable", absolute.toString(), "not writable");
        }
        return new Home(absolute);
    }

    Path serverDb() {
        return folder.resolve("server.db");
    }

    public Path workspace(String name) {
        return folder.resolve(name);
    }

    /** The server that runs on this home, if one does; a file left by a dead process is no server. */
    public Optional<Running> running() {
        Path file = serverJson();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = Json.tree(Files.readString(file));
            Running running = new Running(
                    tree.path("pid").asLong(),
                    tree.path("port").asInt(),
                    tree.path("adminKey").asText());
            boolean isAlive =
                    ProcessHandle.of(running.pid()).map(ProcessHandle::isAlive).orElse(false);
            return isAlive ? Optional.of(running) : Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Leaves word of this server, readable by its user only. */
    void announce(int port, String adminKey) {
        Map<String, Object> word = new LinkedHashMap<>();
        word.put("pid", ProcessHandle.current().pid());
        word.put("port", port);
        word.put("adminKey", adminKey);
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
