package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.recommend.Recommenders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Short sums by which a row of the table notices that its data, its settings or the code behind it have changed. */
final class Fingerprint {
    private static final int DIGITS = 12;
    private static final String ENGINE = "io/zhiyin/engine/";
    private static final String MANY = internalName(Recommenders.class);
    private static final List<Class<?>> JUDGES =
            List.of(Measurement.class, DataSet.class, Split.class, Taken.class, SequenceFile.class);

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
     * Of the code by which a model is fitted, scores and is judged: every method of the engine that can run when the model
     * fits or a {@link Measurement} is taken, in order of names. Names of local variables and numbers of lines do not
     * count, so that a comment changes nothing; neither do reasons and files of models, which no figure depends on.
     *
     * <p>The way does not go on through {@link Recommenders}, which names every model; its part in a model that is made of
     * others counts. What is found by reflection or lies in native libraries is not seen.
     *
     * @param models the model and, where it is made of others, those
     */
    static String ofCode(List<String> models) {
        MessageDigest digest = sha256();
        path(models).code(digest::update);
        return shortened(digest);
    }

    static CodePath path(List<String> models) {
        CodePath path = new CodePath(ENGINE, Set.of(MANY), Fingerprint.class.getClassLoader());
        JUDGES.forEach(judge -> path.enterAll(internalName(judge)));
        for (String model : models) {
            path.enter(classOf(model));
            path.enter(classOf(model), List.of("fit"));
        }
        if (models.size() > 1) {
            path.enter(MANY, List.of("fitBlend", "fitColdStart"));
        }
        return path;
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
