package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.recommend.Recommenders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Short sums by which a row of the table notices that its data, its settings or the engine have changed. */
final class Fingerprint {
    private static final int DIGITS = 12;

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

    /** Of every class of the engine, in order of names. */
    static String ofEngine() {
        try {
            URI at = Recommenders.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            Path code = Path.of(at);
            if (Files.isDirectory(code)) {
                return ofClasses(code);
            }
            try (FileSystem jar = FileSystems.newFileSystem(code, Map.of())) {
                return ofClasses(jar.getPath("/"));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("illegal place of the engine's classes: " + e.getInput(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ofClasses(Path root) throws IOException {
        MessageDigest digest = sha256();
        List<Path> classes;
        try (Stream<Path> all = Files.walk(root)) {
            classes = all.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !root.relativize(file).toString().contains("simulate"))
                    .sorted()
                    .toList();
        }
        for (Path file : classes) {
            try (InputStream in = Files.newInputStream(file)) {
                add(digest, in);
            }
        }
        return shortened(digest);
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
