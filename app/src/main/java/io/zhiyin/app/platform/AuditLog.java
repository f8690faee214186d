package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who changed what on this server, and when: {@code audit.log} in the home, one JSON object a line, only ever appended to
 * and forced before the change is answered. Each line holds the SHA-256 of itself and of the line before it, so a line
 * that was changed, taken out or put in breaks the chain from there on. Lines cut off at the end, and a chain that was
 * computed anew from the beginning, show only against a copy of the last hash: {@link #state} tells it.
 *
 * <p>A person is named by a keyed hash whose key lies beside the log, never by their id: an erasure must not be what keeps
 * the id, and who knows an id can still find its lines.
 */
public final class AuditLog implements AutoCloseable {
    /** What it keeps in a home: the log and the key of its hashes. */
    static final List<String> FILES = List.of("audit.log", "audit.key");

    private static final String START = "0".repeat(64);
    private static final int SECRET_BYTES = 32;

    /**
     * One change.
     *
     * @param who {@code key <id>}, {@code session <id>}, {@code local} for a command of the server's own user, or
     *     {@code nobody}
     * @param workspace whose data it concerns
     * @param what the route, {@code POST /api/keys}, or {@code sign-in}
     * @param subject what was changed, as far as it is no person; a person as {@link #person} writes it; or empty
     */
    record Change(String who, String workspace, String what, String subject, String requestId) {}

    /**
     * How the chain stands.
     *
     * @param lines that follow from each other
     * @param lastHash of the last of them; a copy of it kept elsewhere shows later that nothing was cut off
     * @param brokenAt the first line that does not follow, from 1; 0 for none
     */
    public record State(long lines, String lastHash, long brokenAt) {}

    private final Path file;
    private final Clock clock;
    private final byte[] secret;
    private final FileChannel channel;
    private long lines;
    private String last = START;

    private AuditLog(Path file, byte[] secret, Clock clock) throws IOException {
        this.file = file;
        this.secret = secret;
        this.clock = clock;
        dropTorn(file);
        State state = state();
        this.lines = state.lines();
        this.last = state.lastHash();
        this.channel = FileChannel.open(file, StandardOpenOption.APPEND);
    }

    /** Opens the log of a home; one that is not there begins. */
    static AuditLog open(Path home, Clock clock) {
        try {
            Path file = home.resolve(FILES.getFirst());
            makeOwn(file);
            return new AuditLog(file, secret(home.resolve(FILES.getLast())), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a change; it is on disk when this returns. */
    synchronized void add(Change change) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.put("line", lines + 1);
        line.put("atMillis", clock.millis());
        line.put("who", change.who());
        line.put("workspace", change.workspace());
        line.put("what", change.what());
        line.put("subject", change.subject());
        line.put("requestId", change.requestId());
        String hash = Accounts.hash(last + Json.text(line));
        line.put("hash", hash);
        ByteBuffer bytes = ByteBuffer.wrap((Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines++;
        last = hash;
    }

    /** A person as this log names them. */
    String person(String id) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return "person " + HexFormat.of().formatHex(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Goes through the whole chain. */
    public synchronized State state() {
        long[] seen = {0, 0};
        String[] hash = {START};
        each(text -> {
            if (seen[1] == 0) {
                Optional<String> next = follows(text, seen[0] + 1, hash[0]);
                if (next.isPresent()) {
                    seen[0]++;
                    hash[0] = next.get();
                } else {
                    seen[1] = seen[0] + 1;
                }
            }
        });
        return new State(seen[0], hash[0], seen[1]);
    }

    /** The newest lines first. */
    synchronized List<JsonNode> newest(int limit, Predicate<JsonNode> wanted) {
        Deque<JsonNode> kept = new ArrayDeque<>();
        each(text -> tree(text).filter(wanted).ifPresent(line -> {
            kept.addFirst(line);
            if (kept.size() > limit) {
                kept.removeLast();
            }
        }));
        return List.copyOf(kept);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void each(Consumer<String> reader) {
        try (Stream<String> all = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            all.map(text -> new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                    .forEach(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<JsonNode> tree(String text) {
        try {
            return Optional.of(Json.tree(text)).filter(JsonNode::isObject);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> follows(String text, long number, String before) {
        return tree(text).flatMap(line -> {
            String hash = line.path("hash").asText();
            ObjectNode bare = ((ObjectNode) line).deepCopy();
            bare.remove("hash");
            boolean isWhole =
                    line.path("line").asLong() == number && hash.equals(Accounts.hash(before + Json.text(bare)));
            return isWhole ? Optional.of(hash) : Optional.empty();
        });
    }

    /** Half a line at the end was never answered for: the process died while it was written. */
    private static void dropTorn(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long end = bytes.length();
            while (end > 0) {
                bytes.seek(end - 1);
                if (bytes.read() == '\n') {
                    break;
                }
                end--;
            }
            bytes.setLength(end);
        }
    }

    private static byte[] secret(Path file) throws IOException {
        makeOwn(file);
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == SECRET_BYTES) {
            return bytes;
        }
        byte[] fresh = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(fresh);
        Files.write(file, fresh);
        return fresh;
    }

    private static void makeOwn(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }
}
