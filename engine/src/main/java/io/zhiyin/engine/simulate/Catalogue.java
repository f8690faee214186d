package io.zhiyin.engine.simulate;

import io.zhiyin.engine.simulate.Syllabus.Line;
import io.zhiyin.engine.simulate.Syllabus.Topic;
import io.zhiyin.engine.simulate.Syllabus.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The items of the school with their times, and beside each what the public record does not say: how good it is, how
 * much of the feed it gets, how long it lasts.
 *
 * <p>Shapes: every array has one cell per item, in the order of {@link #items}; {@code promotes} and {@code needs} hold
 * item indexes or -1.
 */
final class Catalogue {
    private static final Words NOTHING = new Words("", "");

    final List<Item> items = new ArrayList<>();
    final ItemKind[] kinds;
    final int[] topics;
    final int[] promotes;
    final int[] needs;
    /** Standard normal: what nobody but the buyers know. */
    final double[] quality;
    /** Share of attention, relative; skewed. */
    final double[] pull;

    final double[] lengthSeconds;
    final int topicCount;
    final Timetable timetable;

    private final List<Line> lines;
    private final List<Topic> subjects;
    private final Map<String, Integer> indexOf = new HashMap<>();

    Catalogue(Academy.Settings settings) {
        Syllabus syllabus = new Syllabus();
        lines = syllabus.lines;
        subjects = syllabus.topics;
        topicCount = subjects.size();
        int count = lines.size();
        kinds = lines.stream().map(Line::kind).toArray(ItemKind[]::new);
        topics = lines.stream().mapToInt(Line::topic).toArray();
        promotes = new int[count];
        needs = new int[count];
        quality = new double[count];
        pull = new double[count];
        lengthSeconds = new double[count];
        List<String> ids = ids();
        for (int item = 0; item < count; item++) {
            indexOf.put(ids.get(item), item);
        }
        for (int item = 0; item < count; item++) {
            promotes[item] = promoted(item);
            needs[item] = needed(item);
            drawNature(settings.seed(), item);
        }
        timetable = new Timetable(settings, this, lines);
        Map<String, Integer> turns = new HashMap<>();
        for (int item = 0; item < count; item++) {
            int turn = turns.merge(
                            topics[item] + kinds[item].word + lines.get(item).form(), 1, Integer::sum)
                    - 1;
            items.add(item(settings.seed(), item, ids, turn));
        }
    }

    int size() {
        return kinds.length;
    }

    int index(String id) {
        Integer index = indexOf.get(id);
        if (index == null) {
            throw new IllegalArgumentException("unknown item: " + id + ", must be an id of the academy's items");
        }
        return index;
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        int works = 0;
        for (Line line : lines) {
            int number = counts.merge(line.topic() + line.kind().word, 1, Integer::sum);
            ids.add(
                    line.kind() == ItemKind.WORK
                            ? "work-" + padded(++works, 4)
                            : id(line.kind(), line.topic(), number));
        }
        return ids;
    }

    private String id(ItemKind kind, int topic, int number) {
        return kind.word + "-" + subjects.get(topic).code() + "-" + number;
    }

    static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** The item that a letter and a number of the syllabus mean within a topic. */
    private int target(int topic, String token) {
        ItemKind kind = switch (token.charAt(0)) {
            case 'c' -> ItemKind.COURSE;
            case 's' -> ItemKind.SHORT_COURSE;
            case 'e' -> ItemKind.EBOOK;
            case 'l' -> ItemKind.LIVE;
            case 'k' -> ItemKind.CONSULTATION;
            case 'o' -> ItemKind.OFFER;
            case 'm' -> ItemKind.MEMBERSHIP;
            case 'a' -> ItemKind.ACTIVITY;
            default -> throw new IllegalArgumentException("unknown item token in the syllabus: " + token);
        };
        return index(id(kind, topic, Integer.parseInt(token.substring(1))));
    }

    private int promoted(int item) {
        Line line = lines.get(item);
        return switch (line.kind()) {
            case WORK -> target(line.topic(), line.more());
            case LIVE ->
                target(line.topic(), line.more().isEmpty() ? "c1" : line.more().split("@", -1)[0]);
            case OFFER -> target(line.topic(), "c1");
            case COURSE, SHORT_COURSE, MEMBERSHIP, EBOOK, CONSULTATION, ACTIVITY -> -1;
        };
    }

    private int needed(int item) {
        Line line = lines.get(item);
        boolean needs = line.kind() == ItemKind.COURSE && !line.more().equals("-");
        return needs ? target(line.topic(), "c" + line.more()) : -1;
    }

    private void drawNature(long seed, int item) {
        Draws draws = Draws.of(seed, "academy.item.nature", item);
        quality[item] = draws.gaussian();
        pull[item] = kinds[item].shelfWeight * StrictMath.exp(0.8 * draws.gaussian() + 0.25 * quality[item]);
        lengthSeconds[item] = switch (lines.get(item).form()) {
            case "trailer" -> draws.between(45, 150);
            case "story" -> draws.between(150, 420);
            case "audio" -> draws.between(600, 1_500);
            case "article" -> draws.between(120, 300);
            default -> draws.between(900, 1_800);
        };
    }

    private Item item(long seed, int item, List<String> ids, int turn) {
        Line line = promotes[item] >= 0 && kinds[item] == ItemKind.WORK
                ? lines.get(item).about(lines.get(promotes[item]))
                : lines.get(item);
        Topic topic = subjects.get(line.topic());
        Words promotedTitle =
                promotes[item] < 0 ? NOTHING : lines.get(promotes[item]).title();
        Words text = Blurbs.of(line, topic, turn, promotedTitle);
        Words teacher = Blurbs.teacher(line, topic);
        return new Item(
                ids.get(item),
                line.kind().label,
                line.form(),
                line.title().zh(),
                line.title().en(),
                text.zh(),
                text.en(),
                teacher.zh(),
                teacher.en(),
                topic.school().zh(),
                topic.school().en(),
                topic.code(),
                Blurbs.concepts(line, topic).stream().map(Words::zh).toList(),
                line.level(),
                line.priceMinor(),
                needs[item] < 0 ? List.of() : List.of(ids.get(needs[item])),
                promotes[item] < 0 ? "" : ids.get(promotes[item]),
                timetable.onSaleFromSeconds[item],
                timetable.onSaleUntilSeconds[item],
                timetable.publishedAtSeconds[item],
                line.kind() == ItemKind.WORK ? home(seed, item).label : "");
    }

    /** Where a work is published: what is read or heard mostly on WeChat, what is watched on the other two. */
    private Platform home(long seed, int item) {
        double draw = Draws.of(seed, "academy.item.platform", item).uniform();
        return switch (lines.get(item).form()) {
            case "article", "audio" ->
                draw < 0.62 ? Platform.WECHAT : draw < 0.82 ? Platform.BILIBILI : Platform.DOUYIN;
            default -> draw < 0.58 ? Platform.DOUYIN : draw < 0.85 ? Platform.BILIBILI : Platform.WECHAT;
        };
    }
}
