package io.zhiyin.engine.simulate;

import io.zhiyin.engine.simulate.Syllabus.Topic;
import io.zhiyin.engine.simulate.Syllabus.Words;
import java.util.List;

/** Descriptions for items that the syllabus leaves without one: a few patterns per kind, filled with topic and concepts. */
final class Blurbs {
    private static final List<Words> SHORT = List.of(
            new Words(
                    "短平快的一课，围绕%1$s，%2$s也顺手讲清。看完就能用。",
                    "One brisk lesson on %1$s, with %2$s on the way. Use it the same day."),
            new Words(
                    "把%1$s拆成几个小步骤，跟着做一遍就会。附练习材料。",
                    "%1$s in small steps: follow once and you can do it. Practice material included."),
            new Words("%3$s老师讲%1$s，只讲最常用的那部分。", "%3$s on %1$s, only the part you need most often."));
    private static final List<Words> EBOOK = List.of(
            new Words(
                    "案头常备的%4$s小册子：%1$s、%2$s，随翻随查。",
                    "A desk companion for %4$s: %1$s and %2$s, made for looking things up."),
            new Words("%3$s老师整理多年的%1$s笔记，配图配例。", "Years of notes on %1$s by %3$s, with pictures and examples."));
    private static final List<Words> LIVE = List.of(
            new Words(
                    "%3$s老师在线一个半小时，讲%1$s，现场回答提问。",
                    "Ninety minutes live with %3$s on %1$s, with your questions answered."),
            new Words("带着你的问题来，一起练%1$s，聊聊%2$s。", "Bring your questions: practise %1$s together and talk about %2$s."));
    private static final List<Words> CONSULTATION = List.of(new Words(
            "%3$s老师一对一，从%1$s入手，给你一份可执行的建议。",
            "One to one with %3$s: starting from %1$s, you leave with advice you can act on."));
    private static final List<Words> OFFER = List.of(
            new Words(
                    "花一杯奶茶的钱，先试试%4$s适不适合你。每天一小步，有班主任陪着。",
                    "For the price of a milk tea, find out whether %4$s is for you. One small step a day, with a class guide."),
            new Words("几天时间体验%4$s，完成打卡可抵课程学费。", "A few days of %4$s; finish and the fee counts towards the course."));
    private static final List<Words> MEMBERSHIP = List.of(
            new Words(
                    "一张会员卡，%5$s的直播回放、学员群和资料库全部打开。适合想多看几门再决定的人。",
                    "One card opens the recordings, the learners' groups and the library of %5$s; for those who want to look around first."),
            new Words(
                    "会员期内畅听%5$s的公开讲座，每月四场答疑，购课另有优惠。",
                    "All open lectures of %5$s, four question hours a month, and better prices on courses."));
    private static final List<Words> ACTIVITY = List.of(
            new Words(
                    "%5$s请你来玩：认识几位老师，认识一群同学，聊聊%1$s。",
                    "%5$s invites you: meet the teachers, meet the others, talk about %1$s."),
            new Words(
                    "%5$s发起的公开活动，和同好一起坚持，完成有奖。",
                    "An open event by %5$s: keep going with others and earn a reward at the end."));
    private static final List<Words> TRAILER = List.of(
            new Words("一分钟看懂%1$s的关键。完整内容见《%6$s》。", "The key to %1$s in a minute. The whole of it is in “%6$s”."),
            new Words("%3$s老师示范%1$s，看完你会想自己试一次。出自《%6$s》。", "%3$s shows %1$s; you will want to try. From “%6$s”."));
    private static final List<Words> STORY = List.of(
            new Words(
                    "一位学员的真实经历：学%4$s之前和之后。他上的是《%6$s》。",
                    "A learner's own story, before and after %4$s. The course was “%6$s”."),
            new Words(
                    "学员口述，没有剧本。说到%1$s的那一段，很多人留言。推荐《%6$s》。",
                    "Told by a learner, without a script; the part about %1$s drew many comments. See “%6$s”."));
    private static final List<Words> ARTICLE = List.of(
            new Words(
                    "三分钟读完，讲%1$s，也谈到%2$s。延伸学习：《%6$s》。",
                    "A three-minute read on %1$s, with a word about %2$s. Further: “%6$s”."),
            new Words(
                    "关于%1$s的常见误区与做法，收藏备用。系统学习请看《%6$s》。",
                    "Common mistakes about %1$s and what to do instead. For the whole, see “%6$s”."));
    private static final List<Words> AUDIO =
            List.of(new Words("通勤路上听：%3$s老师聊%1$s。对应课程《%6$s》。", "For the way to work: %3$s on %1$s. Goes with “%6$s”."));

    private Blurbs() {}

    /**
     * The description of an item.
     *
     * @param turn which pattern; items of one kind and topic count up
     * @param promoted the title of what a work leads to; ignored by kinds that lead nowhere
     */
    static Words of(Syllabus.Line line, Topic topic, int turn, Words promoted) {
        if (!line.text().zh().isEmpty()) {
            return line.text();
        }
        List<Words> patterns = patterns(line);
        Words pattern = patterns.get(turn % patterns.size());
        List<Words> concepts = concepts(line, topic);
        Words first = concepts.getFirst();
        Words second = concepts.getLast();
        Words teacher = teacher(line, topic);
        String zh = pattern.zh()
                .formatted(
                        first.zh(),
                        second.zh(),
                        teacher.zh(),
                        topic.name().zh(),
                        topic.school().zh(),
                        promoted.zh());
        String en = pattern.en()
                .formatted(
                        first.en(),
                        second.en(),
                        teacher.en(),
                        topic.name().en(),
                        topic.school().en(),
                        promoted.en());
        return new Words(zh, capitalised(en));
    }

    /** What a line teaches, most important first. */
    static List<Words> concepts(Syllabus.Line line, Topic topic) {
        return line.concepts()
                .chars()
                .mapToObj(digit -> topic.concepts().get(digit - '1'))
                .toList();
    }

    /** The second teacher of a topic takes what is not for beginners. */
    static Words teacher(Syllabus.Line line, Topic topic) {
        return topic.teachers().get(line.level() > 1 ? 1 : 0);
    }

    private static String capitalised(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static List<Words> patterns(Syllabus.Line line) {
        return switch (line.kind()) {
            case COURSE, SHORT_COURSE -> SHORT;
            case LIVE -> LIVE;
            case MEMBERSHIP -> MEMBERSHIP;
            case EBOOK -> EBOOK;
            case CONSULTATION -> CONSULTATION;
            case ACTIVITY -> ACTIVITY;
            case OFFER -> OFFER;
            case WORK ->
                switch (line.form()) {
                    case "trailer" -> TRAILER;
                    case "story" -> STORY;
                    case "article" -> ARTICLE;
                    default -> AUDIO;
                };
        };
    }
}
