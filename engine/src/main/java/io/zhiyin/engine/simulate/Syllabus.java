package io.zhiyin.engine.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * What the three invented schools teach, read from the text of {@link MingdeSyllabus}, {@link ShuxiangSyllabus} and
 * {@link XiangnuanSyllabus}.
 *
 * <p>A line each: {@code school zh | en}; {@code topic code | zh | en}; {@code teachers zh=en; …} (the second teaches
 * the higher levels); {@code concepts zh=en; …}; {@code KIND LEVEL YUAN CONCEPTS [MORE] | zh | en}, where CONCEPTS
 * are the numbers of one to three of the topic's concepts, a digit each, and MORE is the number of the prerequisite
 * course of the topic (or "-") for a course and {@code item[@hour[@weekday]]} for a live session; {@code work FORM
 * ITEM | zh | en}; a line that begins with a bar is the description of the line above. ITEM is a letter and a number:
 * c course, s short course, e e-book, l live, k consultation, o offer, m membership, a activity.
 */
final class Syllabus {

    /** A text in both languages. */
    record Words(String zh, String en) {}

    /** A subject with its two teachers; the last of each school is its general one. */
    record Topic(String code, Words name, Words school, List<Words> teachers, List<Words> concepts) {
        Topic {
            teachers = List.copyOf(teachers);
            concepts = List.copyOf(concepts);
        }
    }

    /**
     * One line of the syllabus.
     *
     * @param form of a work, else ""
     * @param concepts digits: places in the topic's list, from 1; those of a work are those of its target
     * @param more the target of a work, the prerequisite of a course, the time of a live session, else ""
     * @param text may be two empty strings
     */
    record Line(
            ItemKind kind,
            int topic,
            String form,
            int level,
            long priceMinor,
            String concepts,
            String more,
            Words title,
            Words text) {
        /** A work is about what it leads to: it takes the level and the concepts of that. */
        Line about(Line target) {
            return new Line(kind, topic, form, target.level, priceMinor, target.concepts, more, title, text);
        }

        Line withText(Words described) {
            return new Line(kind, topic, form, level, priceMinor, concepts, more, title, described);
        }
    }

    private static final Words NO_TEXT = new Words("", "");

    final List<Topic> topics = new ArrayList<>();
    final List<Line> lines = new ArrayList<>();
    private Words school = NO_TEXT;

    Syllabus() {
        for (String text : List.of(MingdeSyllabus.TEXT, ShuxiangSyllabus.TEXT, XiangnuanSyllabus.TEXT)) {
            text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::read);
        }
    }

    private void read(String line) {
        String[] parts = line.split("\\|", -1);
        String[] head = parts[0].strip().split(" ", -1);
        switch (head[0]) {
            case "school" -> school = words(parts[0].strip().substring("school ".length()), parts[1]);
            case "topic" ->
                topics.add(new Topic(head[1], words(parts[1], parts[2]), school, new ArrayList<>(), new ArrayList<>()));
            case "teachers" -> replaceLastTopic(pairs(line.substring("teachers ".length())), List.of());
            case "concepts" ->
                replaceLastTopic(topics.getLast().teachers(), pairs(line.substring("concepts ".length())));
            case "" -> lines.set(lines.size() - 1, lines.getLast().withText(words(parts[1], parts[2])));
            case "work" ->
                lines.add(new Line(
                        ItemKind.WORK,
                        topics.size() - 1,
                        head[1],
                        1,
                        0,
                        "",
                        head[2],
                        words(parts[1], parts[2]),
                        NO_TEXT));
            default -> lines.add(sold(head, words(parts[1], parts[2])));
        }
    }

    private Line sold(String[] head, Words title) {
        int level = Integer.parseInt(head[1]);
        long priceMinor = Math.round(Double.parseDouble(head[2]) * 100);
        String more = head.length > 4 ? head[4] : "";
        return new Line(
                ItemKind.ofWord(head[0]), topics.size() - 1, "", level, priceMinor, head[3], more, title, NO_TEXT);
    }

    private void replaceLastTopic(List<Words> teachers, List<Words> concepts) {
        Topic last = topics.removeLast();
        topics.add(new Topic(last.code(), last.name(), last.school(), teachers, concepts));
    }

    private static List<Words> pairs(String text) {
        List<Words> pairs = new ArrayList<>();
        for (String pair : text.split(";", -1)) {
            String[] sides = pair.split("=", -1);
            pairs.add(words(sides[0], sides[1]));
        }
        return pairs;
    }

    private static Words words(String zh, String en) {
        return new Words(zh.strip(), en.strip());
    }
}
