package io.zhiyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts of all slices: paired, complete, used, and nowhere else than in their files. */
class MessagesTest {
    private static final Path MAIN = Path.of("src", "main");
    private static final Path TEXTS = MAIN.resolve(Path.of("resources", "io", "zhiyin", "app"));

    /** Names that are written in their own script in every language. */
    private static final Set<String> NAMES_IN_CHINESE = Set.of("platform.otherLang");

    /** A key in quotes, whole or up to the point where code continues it. */
    private static final Pattern QUOTED = Pattern.compile("\"([a-z]\\w*(?:\\.[\\w-]+)*\\.?)\"");

    private static final Pattern ASKED =
            Pattern.compile("[tT]ext\\((?:lang, |lang\\(\\), )?\"([a-z]\\w*(?:\\.[\\w-]+)+\\.?)\"");
    private static final Pattern PROBLEM =
            Pattern.compile("Problem\\.of\\(\\s*(?:\\d+|[a-zA-Z]+),\\s*\"([a-z0-9_]*[a-z0-9])\"");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}{2,}|\\p{IsHan}");

    private static final Path COMPILED_TEMPLATES = Path.of("target", "generated-sources", "jte");
    private static final Pattern WRITTEN = Pattern.compile("writeContent\\(\"((?:[^\"\\\\]|\\\\.)*)\"\\)");
    private static final Pattern HEARD = Pattern.compile("\\s(?:title|aria-label|placeholder|alt|label)=\"([^\"]*)\"");

    @Test
    void everySliceSaysTheSameInBothLanguages() throws IOException {
        for (String slice : slices()) {
            assertThat(file(slice, Lang.EN).keySet())
                    .as(slice)
                    .isEqualTo(file(slice, Lang.ZH).keySet());
        }
        assertThat(Messages.SLICES).containsAll(slices());
    }

    @Test
    void noKeyIsDefinedTwice() throws IOException {
        for (Lang lang : Lang.values()) {
            Map<String, String> owners = new TreeMap<>();
            for (String slice : slices()) {
                for (String line : lines(slice, lang)) {
                    String key = line.substring(0, line.indexOf('='));
                    assertThat(owners.put(key, slice)).as(key).isNull();
                }
            }
        }
    }

    @Test
    void englishTextsHaveNoChineseAndChineseTextsHaveSome() throws IOException {
        for (String slice : slices()) {
            file(slice, Lang.EN).forEach((key, text) -> {
                if (!NAMES_IN_CHINESE.contains(key)) {
                    assertThat(hasHan(text)).as(key + "=" + text).isFalse();
                }
            });
        }
        assertThat(Messages.text(Lang.EN, "platform.brand")).isEqualTo("Zhiyin");
        assertThat(Messages.text(Lang.ZH, "platform.brand")).isEqualTo("知音");
    }

    @Test
    void everyPatternCanBeFilledAndTakesTheSameFactsInBothLanguages() throws IOException {
        for (String slice : slices()) {
            Map<String, String> zh = file(slice, Lang.ZH);
            file(slice, Lang.EN).forEach((key, text) -> {
                assertThat(facts(zh.getOrDefault(key, ""))).as(key).isEqualTo(facts(text));
                if (!facts(text).isEmpty()) {
                    new MessageFormat(text, Lang.EN.locale());
                    new MessageFormat(zh.getOrDefault(key, ""), Lang.ZH.locale());
                }
            });
        }
    }

    @Test
    void everyTextIsUsed() throws IOException {
        Set<String> quoted = found(QUOTED);
        Set<String> prefixes =
                quoted.stream().filter(q -> q.endsWith(".")).collect(Collectors.toCollection(TreeSet::new));
        Set<String> unused = new TreeSet<>(Messages.keys(Lang.EN));
        unused.removeIf(key -> quoted.contains(key)
                || key.startsWith("cli.")
                || key.startsWith("problem.")
                || prefixes.stream().anyMatch(key::startsWith));
        assertThat(unused).isEmpty();
    }

    @Test
    void everyTextThatIsAskedForExists() throws IOException {
        Set<String> keys = Messages.keys(Lang.EN);
        Set<String> missing = new TreeSet<>(found(ASKED));
        assertThat(missing).hasSizeGreaterThan(100);
        missing.removeIf(
                k -> keys.contains(k) || (k.endsWith(".") && keys.stream().anyMatch(key -> key.startsWith(k))));
        assertThat(missing).isEmpty();
    }

    @Test
    void everyProblemHasATitleAndAText() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (String code : found(PROBLEM)) {
            Stream.of("problem." + code, "problem." + code + ".title")
                    .filter(key -> !Messages.has(key))
                    .forEach(missing::add);
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void noTemplateSpeaksForItself() throws IOException {
        List<Path> compiled = below(COMPILED_TEMPLATES, ".java");
        assertThat(compiled).hasSameSizeAs(below(MAIN.resolve("resources"), ".jte"));
        for (Path template : compiled) {
            String markup = markup(Files.readString(template));
            assertThat(spoken(markup)).as("letters in " + template).isEmpty();
            assertThat(markup)
                    .as("inline style in " + template)
                    .doesNotContain("style=")
                    .doesNotContain("<style");
        }
        assertThat(spoken("<p class=\"x\">Hello</p>")).containsExactly("Hello");
        assertThat(spoken("<p title=\"你好\">1</p>")).containsExactly("你好");
    }

    /** What a compiled template writes as it stands, without what it is told. */
    private static String markup(String compiled) {
        return WRITTEN.matcher(compiled)
                .results()
                .map(r -> r.group(1).replace("\\n", "\n").replace("\\\"", "\""))
                .collect(Collectors.joining());
    }

    /** The words in it that a reader would see or hear. */
    private static List<String> spoken(String markup) {
        String attributes = HEARD.matcher(markup).results().map(r -> r.group(1)).collect(Collectors.joining(" "));
        String text = markup.replaceAll("<[^>]*>", " ") + " " + attributes;
        return LETTERS.matcher(text).results().map(r -> r.group()).toList();
    }

    private static Set<String> facts(String text) {
        Matcher matcher = Pattern.compile("\\{(\\d+)").matcher(text);
        return matcher.results().map(r -> r.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean hasHan(String text) {
        return text.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
    }

    /** What a pattern finds in all sources and templates. */
    private static Set<String> found(Pattern pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        List<Path> all = Stream.concat(sources("java", ".java").stream(), sources("resources", ".jte").stream())
                .toList();
        for (Path source : all) {
            pattern.matcher(Files.readString(source)).results().forEach(r -> found.add(r.group(1)));
        }
        return found;
    }

    private static List<Path> sources(String folder, String ending) throws IOException {
        return below(MAIN.resolve(folder), ending);
    }

    private static List<Path> below(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(ending)).toList();
        }
    }

    private static List<String> slices() throws IOException {
        try (Stream<Path> folders = Files.list(TEXTS)) {
            return folders.filter(f -> Files.exists(f.resolve("messages_en.properties"))
                            || Files.exists(f.resolve("messages_zh.properties")))
                    .map(f -> TEXTS.relativize(f).toString())
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> file(String slice, Lang lang) throws IOException {
        return lines(slice, lang).stream()
                .collect(Collectors.toMap(
                        l -> l.substring(0, l.indexOf('=')),
                        l -> l.substring(l.indexOf('=') + 1),
                        (a, _) -> a,
                        TreeMap::new));
    }

    private static List<String> lines(String slice, Lang lang) throws IOException {
        Path file = TEXTS.resolve(slice).resolve("messages_" + lang.code() + ".properties");
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .filter(l -> !l.isBlank() && !l.startsWith("#"))
                .toList();
    }
}
