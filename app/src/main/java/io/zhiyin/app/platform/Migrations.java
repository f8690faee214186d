package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.scanner.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of all slices as one database reads them: each is written once, in SQLite's words, and said otherwise
 * where another database has other words, so that two versions of a table cannot drift apart.
 */
final class Migrations implements ResourceProvider {
    private final ResourceProvider files;
    private final Predicate<String> wanted;
    private final UnaryOperator<String> words;

    private Migrations(ResourceProvider files, Predicate<String> wanted, UnaryOperator<String> words) {
        this.files = files;
        this.wanted = wanted;
        this.words = words;
    }

    /**
     * @param wanted by its file name, {@code V100__catalogue_items.sql}
     * @param words from SQLite's to the database's own
     */
    static void of(FluentConfiguration flyway, Predicate<String> wanted, UnaryOperator<String> words) {
        var files = new Scanner<>(JavaMigration.class, flyway, flyway.getLocations());
        flyway.resourceProvider(new Migrations(files, wanted, words));
    }

    /** {@code 100} of {@code V100__catalogue_items.sql}. */
    static String version(String fileName) {
        return fileName.replaceFirst("^V(.+?)__.*$", "$1");
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        LoadableResource file = files.getResource(name);
        return file == null ? null : new Reworded(file, words);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return files.getResources(prefix, suffixes).stream()
                .filter(file -> wanted.test(file.getFilename()))
                .<LoadableResource>map(file -> new Reworded(file, words))
                .toList();
    }

    private static final class Reworded extends LoadableResource {
        private final LoadableResource file;
        private final UnaryOperator<String> words;

        Reworded(LoadableResource file, UnaryOperator<String> words) {
            this.file = file;
            this.words = words;
        }

        @Override
        public Reader read() {
            try (Reader text = file.read()) {
                return new StringReader(words.apply(text.readAllAsString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return file.getAbsolutePath();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return file.getAbsolutePathOnDisk();
        }

        @Override
        public String getFilename() {
            return file.getFilename();
        }

        @Override
        public String getRelativePath() {
            return file.getRelativePath();
        }
    }
}
