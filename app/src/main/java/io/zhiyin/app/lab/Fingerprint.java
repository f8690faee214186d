package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.Splits;
import io.zhiyin.engine.evaluate.BeyondAccuracy;
import io.zhiyin.engine.evaluate.PairedBootstrap;
import io.zhiyin.engine.evaluate.Ranking;
import io.zhiyin.engine.recommend.Recommenders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Short sums by which a row of the table notices that its data, its settings or the code behind it have changed. */
final class Fingerprint {
    private static final int DIGITS = 12;
    private static final String ENGINE = "io/zhiyin/engine/";
    private static final String MANY = internalName(Recommenders.class);
    private static final List<Class<?>> JUDGES =
            List.of(Ranking.class, BeyondAccuracy.class, PairedBootstrap.class, Splits.class);

    private Fingerprint() {}

    static String ofText(String text) {
        MessageDigest digest = sha256();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return shortened(digest);
    }

    static String ofFiles(List<Path> files) {
        MessageDigest digest = sha256();
        for (Path file : files) {
            InteractionFile.check(file);
            try (InputStream in = Files.newInputStream(file)) {
                add(digest, in);
            } catch (IOException e) {
                throw Problem.of(400, "file_unreadable", file.toString(), InteractionFile.reason(e));
            }
        }
        return shortened(digest);
    }

    /**
     * Of the code by which a model is fitted, scores and is judged: every class of the engine that can be reached from the
     * model's own class and from those that judge, by what their constant pools name, in order of names. Names of local
     * variables and numbers of lines do not count, so that a comment changes nothing.
     *
     * <p>The way does not go on through {@link Recommenders}, which names every model; it counts where a model is made of
     * others. What is found by reflection or lies in native libraries is not seen.
     *
     * @param models the model and, where it is made of others, those
     */
    static String ofCode(List<String> models) {
        MessageDigest digest = sha256();
        reached(models).values().forEach(code -> digest.update(code.stripped()));
        return shortened(digest);
    }

    /** The classes that count, by name. */
    static SortedMap<String, ClassCode> reached(List<String> models) {
        SortedMap<String, ClassCode> reached = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>();
        models.forEach(model -> open.add(classOf(model)));
        JUDGES.forEach(judge -> open.add(internalName(judge)));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!name.equals(MANY) && !reached.containsKey(name)) {
                ClassCode code = ClassCode.of(name);
                reached.put(name, code);
                open.addAll(code.named(ENGINE));
            }
        }
        if (models.size() > 1) {
            reached.put(MANY, ClassCode.of(MANY));
        }
        return reached;
    }

    /** Models are called like their classes, in kebab case. */
    private static String classOf(String model) {
        String name = Arrays.stream(model.split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        return MANY.substring(0, MANY.lastIndexOf('/') + 1) + name;
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private static void add(MessageDigest digest, InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shortened(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
