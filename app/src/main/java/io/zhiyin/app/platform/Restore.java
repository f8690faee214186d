package io.zhiyin.app.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Makes a home of a {@link Backup}, or only proves that one could be made. Both do the same work in a folder beside the
 * home: every part is compared with its SHA-256, the databases are filled, the log is opened, and what is in them is
 * counted against the manifest. Only then the folder takes the home's name, in one step.
 */
public final class Restore {
    private static final String WORKSPACE = "[a-z0-9][a-z0-9-]{0,39}";

    /** No other name is unpacked, therefore none can lead out of the folder. */
    private static final Pattern NAMES = Pattern.compile("zhiyin\\.yaml|audit\\.(log|key)|server\\.jsonl|" + WORKSPACE
            + "/(sample|losses\\.jsonl|state\\.jsonl|log/[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)");

    /**
     * What a backup holds.
     *
     * @param created when, ISO 8601
     * @param events the greatest sequence number of each workspace's log
     */
    public record Told(String created, long bytes, int parts, Map<String, Long> events) {}

    private final Path file;

    public Restore(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /** Proves that a home can be made, in a folder beside this one, which is removed again. */
    public Told verify(Path home) {
        Path folder = beside(home);
        try {
            return build(new Home(folder), Settings.DEFAULTS);
        } finally {
            remove(folder);
        }
    }

    /**
     * Makes a home.
     *
     * @param home not there yet, or empty
     * @param state address of an empty PostgreSQL database for the state; empty for files
     */
    public Told to(Path home, String state) {
        if (!isFree(home)) {
            throw Problem.of(409, "restore_home_not_empty", home.toString());
        }
        Settings settings = Settings.read(file.resolveSibling("no such folder"), Map.of("ZHIYIN_STATE", state));
        Path folder = beside(home);
        try {
            Told told = build(new Home(folder), settings);
            Files.move(folder, home, StandardCopyOption.ATOMIC_MOVE);
            Disk.real().forceFolder(home.toAbsolutePath().resolveSibling(""));
            return told;
        } catch (IOException e) {
            throw Problem.of(500, "store_unusable", home.toString(), String.valueOf(e.getMessage()));
        } finally {
            remove(folder);
        }
    }

    private static boolean isFree(Path home) {
        try (Stream<Path> in = Files.exists(home) ? Files.list(home) : Stream.empty()) {
            return in.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** A folder on the same disk as the home, its user's alone. */
    private static Path beside(Path home) {
        Path parent = home.toAbsolutePath().normalize().resolveSibling("");
        try {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, home.getFileName() + ".restoring-");
        } catch (IOException e) {
            throw Problem.of(
                    400,
                    "home_unusable",
                    home.toString(),
                    Messages.text(Lang.ofProcess(), "platform.home.notWritable"));
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Told build(Home home, Settings settings) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Backup.Manifest manifest = manifest(zip);
            for (Backup.Part part : manifest.parts()) {
                unpack(zip, part, home.folder());
            }
            List<StateStore> made = new ArrayList<>();
            try {
                made.add(home.serverState(settings));
                fill(
                        home.folder().resolve("server.jsonl"),
                        made.getLast(),
                        Lifetime.SERVER_MIGRATIONS,
                        manifest.serverRows());
                for (Backup.Content content : manifest.workspaces()) {
                    made.add(home.stateOf(content.workspace(), settings));
                    workspace(home.workspace(content.workspace()), made.getLast(), content);
                }
            } catch (IOException | RuntimeException e) {
                // A database that was not empty is the last one, and stays as it is.
                boolean isForeign = e instanceof Problem p && p.code().equals("restore_state_not_empty");
                made.stream().limit(isForeign ? made.size() - 1 : made.size()).forEach(StateStore::drop);
                throw e;
            }
            return told(manifest);
        } catch (ZipException e) {
            throw damaged(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Files.isReadable(file)
                    ? damaged(String.valueOf(e.getMessage()))
                    : Problem.of(404, "file_unreadable", file.toString(), String.valueOf(e.getMessage()));
        }
    }

    private static Told told(Backup.Manifest manifest) {
        Map<String, Long> events = new TreeMap<>();
        manifest.workspaces().forEach(content -> events.put(content.workspace(), content.lastSequence()));
        return new Told(manifest.created(), manifest.bytes(), manifest.parts().size(), events);
    }

    private Problem damaged(String what) {
        return Problem.of(400, "backup_damaged", file.toString(), what);
    }

    private Backup.Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Backup.MANIFEST);
        if (entry == null) {
            throw Problem.of(400, "backup_foreign", file.toString());
        }
        try (InputStream in = zip.getInputStream(entry)) {
            JsonNode tree = Json.MAPPER.readTree(in);
            int format = tree.path("format").asInt();
            if (format < 1) {
                throw Problem.of(400, "backup_foreign", file.toString());
            }
            if (format > Backup.FORMAT) {
                throw Problem.of(409, "backup_newer", file.toString(), format, Backup.FORMAT);
            }
            Backup.Manifest manifest = Json.MAPPER.treeToValue(tree, Backup.Manifest.class);
            Set<String> told = new HashSet<>();
            manifest.parts().forEach(part -> told.add(part.name()));
            told.add(Backup.MANIFEST);
            zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !told.contains(name))
                    .forEach(name -> {
                        throw damaged(name + " is not in the manifest");
                    });
            return manifest;
        } catch (JsonProcessingException e) {
            throw Problem.of(400, "backup_foreign", file.toString());
        }
    }

    private void unpack(ZipFile zip, Backup.Part part, Path folder) throws IOException {
        if (!NAMES.matcher(part.name()).matches()) {
            throw damaged("illegal name " + part.name());
        }
        ZipEntry entry = zip.getEntry(part.name());
        if (entry == null) {
            throw damaged(part.name() + " is missing");
        }
        Path to = folder.resolve(part.name());
        Files.createDirectories(to.getParent());
        MessageDigest digest = BackupFile.sha256();
        long bytes = 0;
        try (InputStream in = zip.getInputStream(entry);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[1 << 16];
            for (int read = in.read(chunk); read >= 0 && bytes <= part.bytes(); read = in.read(chunk)) {
                digest.update(chunk, 0, read);
                ByteBuffer rest = ByteBuffer.wrap(chunk, 0, read);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                bytes += read;
            }
            out.force(true);
        }
        if (bytes != part.bytes() || !HexFormat.of().formatHex(digest.digest()).equals(part.sha256())) {
            throw damaged(part.name() + " differs from its SHA-256");
        }
    }

    private void workspace(Path folder, StateStore store, Backup.Content content) throws IOException {
        fill(folder.resolve("state.jsonl"), store, Lifetime.WORKSPACE_MIGRATIONS, content.rows());
        try (EventLog log = EventLog.open(folder.resolve("log"), Disk.real(), EventLog.Settings.defaults())) {
            if (!log.damage().isEmpty() || log.last() != content.lastSequence()) {
                throw damaged("the log of " + content.workspace() + " ends at " + log.last() + " and not at "
                        + content.lastSequence() + ", damage: " + log.damage());
            }
        }
    }

    private void fill(Path dump, StateStore store, List<String> migrations, Map<String, Long> rows) throws IOException {
        if (!store.isEmpty()) {
            throw Problem.of(409, "restore_state_not_empty", store.name());
        }
        Set<String> versions;
        try (InputStream in = Files.newInputStream(dump)) {
            versions = StateDump.versions(in);
        }
        try (StateDb state = StateDb.open(store, migrations, versions::contains);
                InputStream in = Files.newInputStream(dump)) {
            if (!state.versions().equals(versions)) {
                throw Problem.of(409, "backup_newer", file.toString(), versions, state.versions());
            }
            Map<String, Long> filled = StateDump.read(in, state);
            if (!filled.equals(rows)) {
                throw damaged(dump.getFileName() + " has " + filled + " rows and not " + rows);
            }
        }
        Files.delete(dump);
    }
}
