package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.engine.data.Tensors;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Trained models on disk: one folder per version with {@code model.zy} (checksummed arrays) and {@code card.json} (what
 * it was trained on and how good it is). A version appears whole or not at all: it is written aside, forced, renamed.
 * The newest readable one is in force.
 *
 * <p>{@code model.zy}: the letters ZYM, a version byte, then name, ids and arrays (big endian), then a CRC32C of all
 * that, then one of the card, which files of the first days do not have. It holds numbers and ids of items, never of people.
 */
public final class Models {
    static final int FORMAT = 1;
    private static final int KEPT = 5;
    private static final byte[] MAGIC = {'Z', 'Y', 'M'};
    private static final byte FLOATS = 'f';
    private static final byte INTS = 'i';

    private final Path folder;

    public Models(Path folder) {
        this.folder = folder;
    }

    /** A model as it was kept: its version (1, 2, 3…), its name, its arrays, the ids behind its numbers, its card. */
    public record Stored(int version, String name, Tensors tensors, List<String> ids, JsonNode card) {}

    /** Keeps a model as the newest version and forgets the oldest ones. */
    public Stored save(String name, Tensors tensors, List<String> ids, Object card) {
        try {
            Files.createDirectories(folder);
            int version = versions().stream().mapToInt(v -> v).max().orElse(0) + 1;
            Path draft = folder.resolve(directory(version) + ".new");
            Files.createDirectories(draft);
            byte[] text = Json.text(card).getBytes(StandardCharsets.UTF_8);
            write(draft.resolve("model.zy"), name, tensors, ids, text);
            Files.write(draft.resolve("card.json"), text);
            force(draft.resolve("model.zy"));
            force(draft.resolve("card.json"));
            Files.move(draft, folder.resolve(directory(version)), StandardCopyOption.ATOMIC_MOVE);
            forgetOldest();
            return new Stored(version, name, tensors, ids, Json.tree(Json.text(card)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All versions, oldest first. */
    public List<Integer> versions() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString())
                    .filter(n -> n.matches("\\d{6}"))
                    .map(Integer::parseInt)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One version.
     *
     * @throws Problem {@code model_damaged} when a file is missing, cut short, changed or of a later format
     */
    public Stored read(int version) {
        Path place = folder.resolve(directory(version));
        Path file = place.resolve("model.zy");
        CRC32C sum = new CRC32C();
        try (DataInputStream in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), sum))) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw damaged(version, "not a model file");
            }
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw damaged(version, "format " + format + ", must be " + FORMAT);
            }
            String name = in.readUTF();
            long roomBytes = Files.size(file);
            List<String> ids = new ArrayList<>();
            for (int left = count(in, version, roomBytes); left > 0; left--) {
                ids.add(in.readUTF());
            }
            Tensors tensors = new Tensors();
            for (int left = count(in, version, roomBytes); left > 0; left--) {
                readTensor(in, version, roomBytes, tensors);
            }
            long computed = sum.getValue();
            if (in.readLong() != computed) {
                throw damaged(version, "checksum differs");
            }
            byte[] card = Files.readAllBytes(place.resolve("card.json"));
            byte[] cardSum = in.readNBytes(Long.BYTES);
            if (cardSum.length > 0
                    && (cardSum.length < Long.BYTES || ByteBuffer.wrap(cardSum).getLong() != sum(card))) {
                throw damaged(version, "checksum of card.json differs");
            }
            JsonNode told = Json.tree(new String(card, StandardCharsets.UTF_8));
            return new Stored(version, name, tensors, ids, told);
        } catch (IOException | UncheckedIOException e) {
            throw damaged(version, String.valueOf(e.getMessage()));
        }
    }

    /** The newest version that can be read; the damage of newer ones is told to the listener. */
    public Optional<Stored> newest(Consumer<Problem> damage) {
        for (int version : versions().reversed()) {
            try {
                return Optional.of(read(version));
            } catch (Problem e) {
                damage.accept(e);
            }
        }
        return Optional.empty();
    }

    /** Moves a version that cannot be read out of the way; where it lies now. */
    public Path setAside(int version) {
        try {
            Path to = Aside.make(folder.resolveSibling(""), "models").resolve(directory(version));
            Files.move(folder.resolve(directory(version)), to);
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }

    private static void write(Path file, String name, Tensors tensors, List<String> ids, byte[] card)
            throws IOException {
        CRC32C sum = new CRC32C();
        try (DataOutputStream out = new DataOutputStream(
                new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), sum))) {
            out.write(MAGIC);
            out.writeByte(FORMAT);
            out.writeUTF(name);
            out.writeInt(ids.size());
            for (String id : ids) {
                out.writeUTF(id);
            }
            out.writeInt(tensors.floats().size() + tensors.ints().size());
            for (Map.Entry<String, float[]> tensor : tensors.floats().entrySet()) {
                byte[] cells = new byte[tensor.getValue().length * Float.BYTES];
                ByteBuffer.wrap(cells).asFloatBuffer().put(tensor.getValue());
                writeTensor(out, FLOATS, tensor.getKey(), cells);
            }
            for (Map.Entry<String, int[]> tensor : tensors.ints().entrySet()) {
                byte[] cells = new byte[tensor.getValue().length * Integer.BYTES];
                ByteBuffer.wrap(cells).asIntBuffer().put(tensor.getValue());
                writeTensor(out, INTS, tensor.getKey(), cells);
            }
            out.flush();
            out.writeLong(sum.getValue());
            out.writeLong(sum(card));
        }
    }

    private static void writeTensor(DataOutputStream out, byte type, String name, byte[] cells) throws IOException {
        out.writeByte(type);
        out.writeUTF(name);
        out.writeInt(cells.length / 4);
        out.write(cells);
    }

    private static void readTensor(DataInputStream in, int version, long roomBytes, Tensors tensors)
            throws IOException {
        byte type = in.readByte();
        String name = in.readUTF();
        int cells = count(in, version, roomBytes / 4);
        ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(cells * 4));
        if (bytes.capacity() != cells * 4) {
            throw damaged(version, "cut short in " + name);
        }
        switch (type) {
            case FLOATS -> {
                float[] values = new float[cells];
                bytes.asFloatBuffer().get(values);
                tensors.put(name, values);
            }
            case INTS -> {
                int[] values = new int[cells];
                bytes.asIntBuffer().get(values);
                tensors.put(name, values);
            }
            default -> throw damaged(version, "unknown array type " + type);
        }
    }

    /** A count that the file can hold: a flipped bit must not ask for gigabytes. */
    private static int count(DataInputStream in, int version, long most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw damaged(version, "count " + count + ", must be 0.." + most);
        }
        return count;
    }

    private static Problem damaged(int version, String what) {
        return Problem.of(500, "model_damaged", directory(version), what);
    }

    private static String directory(int version) {
        return String.format(Locale.ROOT, "%06d", version);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void forgetOldest() throws IOException {
        List<Integer> versions = versions();
        for (int version : versions.subList(0, Math.max(0, versions.size() - KEPT))) {
            try (Stream<Path> files = Files.walk(folder.resolve(directory(version)))) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
