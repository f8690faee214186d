package io.zhiyin.engine.simulate;

import java.util.List;

/** What people write under works, courses and in live sessions: praise, questions, complaints and wishes. */
final class Voices {
    private static final List<String> PRAISE = List.of(
            "讲得太清楚了，终于听懂了",
            "老师声音好听，节奏刚刚好",
            "干货满满，已收藏",
            "比我花两千块上的课讲得都好",
            "听完马上用上了，领导都夸我",
            "第三遍看了，每次都有收获",
            "转给同事了，大家都说好",
            "没有废话，喜欢这种风格",
            "跟着做了一遍，真的成功了",
            "老师太用心了，案例特别接地气",
            "零基础也能跟上，开心",
            "已经报名，期待开课",
            "这条应该让更多人看到",
            "三分钟讲明白我半年没懂的事",
            "从第一节追到现在，支持老师",
            "被标题骗进来，被内容留下来",
            "孩子也跟着我一起看完了",
            "每天睡前听一段，很治愈");
    private static final List<String> QUESTIONS = List.of(
            "零基础可以直接学吗？",
            "课程有效期多久？",
            "买了之后有练习和批改吗？",
            "这个和进阶课有什么区别？",
            "老师什么时候再开直播？",
            "手机上能看吗？需要装什么软件？",
            "可以开发票吗？",
            "学完大概要多久？每天半小时够不够？",
            "有没有学员群？",
            "讲义在哪里下载？",
            "先学哪一门比较好？",
            "会员能看这门课吗？",
            "回放可以看几次？",
            "五十多岁学还来得及吗？");
    private static final List<String> COMPLAINTS = List.of(
            "前面铺垫太长了，能不能直接讲重点",
            "声音有点小，耳机开到最大才听清",
            "和上一门内容重复太多",
            "价格有点贵，再等等",
            "视频老是卡，缓冲好久",
            "讲得太快了，跟不上",
            "广告太多了，影响观看",
            "字幕有错别字",
            "标题党，内容一般",
            "客服半天没人回",
            "作业交了一周还没批改");
    private static final List<String> WISHES = List.of(
            "希望出一期讲实际案例的",
            "能不能出个进阶版？",
            "想看老师讲讲常见错误",
            "求一个打印版讲义",
            "希望直播能早一点，九点要哄娃",
            "可以按章节分开卖吗？",
            "希望有倍速和笔记功能",
            "出一期对比讲解吧",
            "能不能加上练习题",
            "盼着老师开线下班");

    private static final List<String> ALL = all();

    private Voices() {}

    private static List<String> all() {
        return java.util.stream.Stream.of(PRAISE, QUESTIONS, COMPLAINTS, WISHES)
                .flatMap(List::stream)
                .toList();
    }

    static String text(int voice) {
        return ALL.get(voice);
    }

    /** Something to say: those who like what they see praise it, the others complain; both ask and wish. */
    static int draw(Draws draws, double affinity) {
        int questions = PRAISE.size();
        int complaints = questions + QUESTIONS.size();
        int wishes = complaints + COMPLAINTS.size();
        double mood = draws.uniform();
        if (mood < 0.30) {
            return questions + draws.below(QUESTIONS.size());
        }
        if (mood < 0.42) {
            return wishes + draws.below(WISHES.size());
        }
        return draws.chance(0.35 + affinity) ? draws.below(PRAISE.size()) : complaints + draws.below(COMPLAINTS.size());
    }
}
