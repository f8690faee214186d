package io.zhiyin.app.platform;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings of a home: defaults, then {@code zhiyin.yaml} in the home, then the environment. An unknown key stops the
 * start and names the nearest one.
 *
 * @param host the address to listen on; anything but loopback is a decision to be taken knowingly
 * @param publicUrl the https address of the proxy in front, under which people and clients know this server; or empty
 * @param zone the zone of the workspace's days and of times that come without one
 * @param currency ISO 4217; all amounts are in its minor unit
 * @param viewMemoryMb the view's share of memory
 * @param logSegmentMb the size at which a segment of the log is sealed
 * @param logReserveMb what each workspace's log keeps free for a full disk; 0 for none
 * @param ingestEventsPerSecond how many events each key may send a second, 0 for no limit
 * @param trainHourly whether the model is trained again every hour when events have come
 * @param sections what slices can be told, by the name of the section; each slice checks its own
 * @param state the address of the PostgreSQL database with what people type, or empty: a file in the home. It may hold a
 *     password, so nothing prints it; {@code ZHIYIN_STATE_FILE} names a file that holds it
 */
public record Settings(
        String host,
        String publicUrl,
        ZoneId zone,
        String currency,
        int viewMemoryMb,
        int logSegmentMb,
        int logReserveMb,
        int ingestEventsPerSecond,
        boolean trainHourly,
        Map<String, JsonNode> sections,
        String state) {

    public static final Settings DEFAULTS =
            new Settings("127.0.0.1", "", ZoneId.of("Asia/Shanghai"), "CNY", 256, 64, 64, 0, true, Map.of(), "");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The keys of the file; {@code ZHIYIN_VIEW_MEMORY_MB} is {@code viewMemoryMb} in the environment. */
    public static final List<String> KEYS = List.of(
            "host",
            "publicUrl",
            "zone",
            "currency",
            "viewMemoryMb",
            "logSegmentMb",
            "logReserveMb",
            "ingestEventsPerSecond",
            "trainHourly",
            "state");

    /** Parts of the file that slices read: {@code recommend.models} or {@code recommend: {models: …}}. */
    public static final List<String> SECTIONS = List.of("recommend", "gorse");

    /** Reads the settings of a home; refuses what it does not know. */
    public static Settings read(Path home, Map<String, String> environment) {
        Map<String, String> given = new TreeMap<>();
        SettingSections sections = new SettingSections(SECTIONS);
        Path file = home.resolve("zhiyin.yaml");
        if (Files.exists(file)) {
            readFile(file, given, sections);
        }
        for (String section : SECTIONS) {
            String told = environment.get("ZHIYIN_" + section.toUpperCase(Locale.ROOT));
            if (told != null) {
                sections.put(section, yaml(told, section));
            }
        }
        for (String key : KEYS) {
            String value =
                    environment.get("ZHIYIN_" + key.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT));
            if (value != null) {
                given.put(key, value);
            }
        }
        String secret = environment.get("ZHIYIN_STATE_FILE");
        if (secret != null && !environment.containsKey("ZHIYIN_STATE")) {
            given.put("state", readSecret(Path.of(secret)));
        }
        return new Settings(
                given.getOrDefault("host", DEFAULTS.host()),
                publicUrl(given.getOrDefault("publicUrl", DEFAULTS.publicUrl())),
                zone(given.getOrDefault("zone", DEFAULTS.zone().getId())),
                currency(given.getOrDefault("currency", DEFAULTS.currency())),
                number(given, "viewMemoryMb", DEFAULTS.viewMemoryMb(), 64, 65_536),
                number(given, "logSegmentMb", DEFAULTS.logSegmentMb(), 1, 2_047),
                number(given, "logReserveMb", DEFAULTS.logReserveMb(), 0, 65_536),
                number(given, "ingestEventsPerSecond", DEFAULTS.ingestEventsPerSecond(), 0, 10_000_000),
                bool(given, "trainHourly", DEFAULTS.trainHourly()),
                sections.all(),
                state(given.getOrDefault("state", DEFAULTS.state())));
    }

    private static String readSecret(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw Problem.of(400, "settings_unreadable", file.toString(), String.valueOf(e.getMessage()));
        }
    }

    private static String state(String url) {
        if (!url.isEmpty() && !url.startsWith(PostgresState.PREFIX + "//")) {
            String scheme = url.replaceAll("(?s)//.*", "//…");
            throw Problem.of(400, "setting_illegal", "state", scheme, PostgresState.PREFIX + "//host/db?user=…");
        }
        return url;
    }

    /** Without the address of the database, which may hold a password. */
    @Override
    public String toString() {
        return "Settings[host=" + host + ", zone=" + zone + ", currency=" + currency + ", state="
                + (state.isEmpty() ? "file" : "postgresql") + "]";
    }

    /** What a section of the file and the environment say; an empty object where they say nothing. */
    public JsonNode section(String name) {
        return sections.getOrDefault(name, Json.MAPPER.createObjectNode());
    }

    private static JsonNode yaml(String text, String section) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw Problem.of(400, "settings_unreadable", section, String.valueOf(e.getMessage()));
        }
    }

    private static void readFile(Path file, Map<String, String> given, SettingSections sections) {
        JsonNode tree;
        try {
            tree = YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw Problem.of(400, "settings_unreadable", file.toString(), String.valueOf(e.getMessage()));
        }
        if (!tree.isObject() && !tree.isMissingNode() && !tree.isNull()) {
            throw Problem.of(400, "settings_not_pairs", file.toString(), tree.toString());
        }
        List<String> known = Stream.concat(KEYS.stream(), SECTIONS.stream()).toList();
        tree.properties().forEach(entry -> {
            if (sections.has(entry.getKey())) {
                sections.put(entry.getKey(), entry.getValue());
                return;
            }
            if (!KEYS.contains(entry.getKey())) {
                throw Problem.of(
                        400,
                        "setting_unknown",
                        entry.getKey(),
                        Nearest.of(entry.getKey(), known),
                        String.join(", ", known));
            }
            if (!entry.getValue().isValueNode()) {
                throw Problem.of(400, "settings_not_pairs", file.toString(), entry.getKey() + ": " + entry.getValue());
            }
            given.put(entry.getKey(), entry.getValue().asText());
        });
    }

    /** Whether others reach this server and nothing that is known of encrypts what they send. */
    public boolean isExposed() {
        try {
            return publicUrl.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return publicUrl.isEmpty();
        }
    }

    private static String publicUrl(String url) {
        if (!url.isEmpty() && !url.matches("https://[A-Za-z0-9.\\[\\]:-]+/?")) {
            throw Problem.of(400, "setting_illegal", "publicUrl", url, "https://zhiyin.example.com");
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw Problem.of(400, "setting_illegal", "zone", id, "Asia/Shanghai, Europe/Berlin, UTC…");
        }
    }

    private static String currency(String code) {
        try {
            return Currency.getInstance(code).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "setting_illegal", "currency", code, "CNY, USD, EUR… (ISO 4217)");
        }
    }

    private static int number(Map<String, String> given, String key, int otherwise, int low, int high) {
        String text = given.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, together with a number out of bounds
        }
        throw Problem.of(400, "setting_illegal", key, text, low + ".." + high);
    }

    private static boolean bool(Map<String, String> given, String key, boolean otherwise) {
        String text = given.get(key);
        if (text == null) {
            return otherwise;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.of(400, "setting_illegal", key, text, "true, false");
        };
    }
}
