package io.zhiyin.engine.simulate;

/** What the third invented school teaches: parenting, psychology, cooking and yoga. The form is {@link Syllabus}'s. */
final class XiangnuanSyllabus {
    private XiangnuanSyllabus() {}

    static final String TEXT = """
school 向暖生活学堂 | Xiangnuan School of Living

topic parenting | 亲子教育 | parenting
teachers 叶知秋=Ye Zhiqiu; 马晓棠=Ma Xiaotang
concepts 情绪管理=managing feelings; 亲子沟通=talking with children; 阅读启蒙=early reading; 睡眠=sleep; 学习习惯=study habits; 青春期=adolescence
course 1 299 12 - | 温和而坚定：三到六岁正面管教 | Kind and Firm: Discipline from Three to Six
| 不吼不打，二十四个家庭场景一步步示范。每课一个当晚就能用的做法。 | No shouting, no smacking: twenty-four scenes shown step by step. Each lesson works the same evening.
course 2 699 52 - | 小学生学习习惯养成 | Building Study Habits in Primary School
| 从写作业拖拉到自己安排时间，六周一张表。家长课与孩子课各一半。 | From dawdling to planning, six weeks on one chart. Half for parents, half for children.
course 3 1099 62 2 | 和青春期孩子好好说话 | Talking Well with Teenagers
| 手机、成绩、朋友，三个最难谈的话题怎么开口。含十八段真实对话分析。 | Phones, marks, friends: how to open the three hardest talks. Eighteen real conversations analysed.
short 1 29 41 | 哄睡不再两小时 | Bedtime without the Two-Hour Battle
short 1 39 32 | 绘本怎么读：零到三岁 | How to Read Picture Books, Nought to Three
ebook 1 19.9 21 | 亲子游戏一百个 | A Hundred Games for Parents and Children
ebook 1 29.9 35 | 分龄书单：从布书到桥梁书 | Books by Age: From Cloth to Chapter
live 1 9.9 52 | 夜谈直播：作业那些事 | Evening Live: About Homework
live 2 29.9 62 c3 | 青春期家长圆桌 | Round Table for Parents of Teenagers
consultation 2 599 21 | 家庭教育一对一 | One-to-One Family Guidance
offer 1 9.9 12 | 五天不吼娃体验营 | Five Days without Shouting: Taster
work trailer c1 | 孩子躺地上打滚，第一句话说什么 | A Tantrum on the Floor: The First Sentence
work trailer c2 | 作业写到十点半，问题不在孩子 | Homework until Half Past Ten Is Not the Child's Fault
work trailer c3 | 他关上房门以后 | After He Closes the Door
work trailer s1 | 一个动作，宝宝十分钟入睡 | Asleep in Ten Minutes
work story c1 | 曾经的吼妈，现在的样子 | Once She Shouted; Now Look
work story c3 | 父子三年没说话，一封信之后 | Three Years of Silence, Then a Letter
work story c2 | 倒数第五到自己订计划 | From Fifth-Last to Making His Own Plan
work article e2 | 三岁前必读的二十本绘本 | Twenty Picture Books before Three
work article c1 | “再不走妈妈不要你了”伤在哪 | Why “Mummy Will Leave You” Hurts
work article e1 | 下雨天在家玩什么 | Rainy-Day Games at Home
work audio s2 | 睡前故事：月亮掉进了井里 | Bedtime Story: The Moon in the Well
work audio l1 | 家长夜谈：二胎之后的老大 | Evening Talk: The First Child after the Second
work article l2 | 给手机立规矩的家庭会议 | A Family Meeting about Phones

topic psychology | 心理学 | psychology
teachers 许念安=Xu Nian'an; 贺兰舟=He Lanzhou
concepts 情绪=emotions; 焦虑=anxiety; 亲密关系=close relationships; 自我认知=knowing yourself; 沟通=communication; 正念=mindfulness
course 1 299 41 - | 人人都用得上的心理学二十讲 | Everyday Psychology in Twenty Talks
| 记忆、情绪、从众、拖延，二十个经典实验讲给普通人听。每讲配一个小练习。 | Memory, emotion, conformity, delay: twenty classic experiments for everyone. A small exercise with each.
course 2 699 26 1 | 与焦虑相处：八周认知行为练习 | Living with Anxiety: Eight Weeks of CBT Exercises
| 一周一个工具，把担心写下来、拆开、再决定。不能代替就医，适合日常压力。 | One tool a week: write the worry down, take it apart, decide. Not a substitute for care; made for daily stress.
course 3 1499 35 2 | 亲密关系里的沟通 | Communication in Close Relationships
| 从争吵的循环里走出来，学会请求、拒绝与和好。十二对夫妻的真实录音改编。 | Step out of the quarrel: asking, refusing, making up. Adapted from the recordings of twelve couples.
course 3 1799 54 2 | 心理咨询基本功：倾听与提问 | Foundations of Counselling: Listening and Asking
| 面向助人者的入门训练，逐字稿练习加小组督导。 | First training for helpers, with transcripts and group supervision.
short 1 19 62 | 正念呼吸十分钟 | Ten Minutes of Mindful Breathing
short 1 39 41 | 为什么总在拖延 | Why We Keep Putting Things Off
ebook 1 19.9 14 | 情绪词典：说清你的感受 | A Dictionary of Feelings
ebook 2 29.9 26 | 睡个好觉：失眠自助手册 | Sleep Well: A Self-Help Guide
live 1 0 14 c1 | 深夜心理电台 | Late-Night Psychology Radio
consultation 2 699 12 | 一对一心理咨询（五十分钟） | One-to-One Counselling, Fifty Minutes
offer 1 9.9 14 | 七天情绪日记体验营 | Seven Days of Mood Diary: Taster
work trailer c2 | 心慌的时候，先做这一件事 | When Panic Comes, Do This First
work trailer c1 | 为什么你会买下不需要的东西 | Why You Buy What You Do Not Need
work trailer c3 | 吵架时千万别说“你总是” | Never Say “You Always” in a Quarrel
work story c2 | 和惊恐发作相处的第三年 | The Third Year with Panic Attacks
work story c3 | 离婚冷静期里，他们上了一门课 | A Course Taken in the Cooling-Off Month
work story c4 | 从人事主管到心理咨询师 | From Human Resources to Counselling
work article s2 | 拖延不是懒：三个常见原因 | Delay Is Not Laziness: Three Common Causes
work article e2 | 睡前手机到底影响了什么 | What the Phone at Bedtime Really Does
work article e1 | 二十个比“难受”更准确的词 | Twenty Words More Exact than “Bad”
work audio s1 | 跟练：十分钟身体扫描 | Follow Along: A Ten-Minute Body Scan
work audio l1 | 电台回放：三十岁的孤独 | Radio Replay: Lonely at Thirty
work audio c4 | 倾听练习：只听不劝的五分钟 | Five Minutes of Listening without Advice
work story k1 | 第一次走进咨询室 | My First Session

topic cooking | 烹饪 | cooking
teachers 孟大勺=Meng Dashao; 白小满=Bai Xiaoman
concepts 家常菜=home cooking; 面点=dough; 烘焙=baking; 刀工=knife work; 调味=seasoning; 减脂餐=light meals
course 1 199 15 - | 零失败家常菜：六十道下饭菜 | Home Cooking That Never Fails: Sixty Dishes
| 每道菜十分钟看完、半小时上桌，克数火候都写清。厨房小白也能做一桌。 | Ten minutes to watch, half an hour to serve, every gram and flame spelled out. A full table even for beginners.
course 2 399 21 - | 中式面点：包子、馒头与千层饼 | Chinese Dough: Buns, Steamed Bread, Layered Pancakes
| 和面、发酵、整形、火候，四步讲透。面团状态对照图随时查。 | Mixing, proving, shaping, heat. A picture chart of dough at every stage.
course 3 899 32 2 | 法式烘焙进阶：可颂与蛋糕 | Advanced French Baking: Croissants and Cakes
| 开酥、控温、裱花，三周做出一盒可以送人的点心。 | Lamination, temperature, piping: in three weeks a box good enough to give away.
short 1 19 14 | 一人食：七顿工作日晚餐 | Cooking for One: Seven Weekday Dinners
short 1 29 65 | 减脂便当一周不重样 | A Week of Light Lunch Boxes
ebook 1 14.9 51 | 调味公式手册 | The Seasoning Formula Book
ebook 1 24.9 15 | 四季食单：跟着节气吃 | Eating by the Season
live 1 6.9 15 c1@20@5 | 周五开火：跟大勺做硬菜 | Friday Fire: A Big Dish with Dashao
consultation 2 299 16 | 私房菜单一对一定制 | A Menu Made for You
offer 1 6.9 12 | 五天早餐体验营 | Five Breakfasts: Taster
work trailer c1 | 番茄炒蛋先放蛋还是先放番茄 | Tomato First or Egg First?
work trailer c2 | 馒头塌了？看看是不是这一步 | Collapsed Buns? Check This Step
work trailer c3 | 二十七层可颂，一刀切开的声音 | Twenty-Seven Layers: The Sound of the Cut
work story c2 | 下岗阿姨的包子铺 | A Bun Shop after the Factory Closed
work story c1 | 程序员学做饭的第一百天 | A Programmer's Hundredth Day of Cooking
work story c3 | 在家烘焙，养活一家小店 | From Home Oven to a Small Shop
work article e1 | 糖醋汁的黄金比例 | The Golden Ratio of Sweet and Sour
work article s2 | 鸡胸肉不柴的四个办法 | Four Ways to Keep Chicken Breast Tender
work article e2 | 立春吃什么 | What to Eat at the Start of Spring
work audio l1 | 菜市场声音漫步 | A Sound Walk through the Market
work trailer s1 | 下班二十分钟，一个人也要好好吃 | Twenty Minutes after Work: Eat Well Alone
work trailer l1 | 今晚八点，教你做东坡肉 | Tonight at Eight: Dongpo Pork
work article c1 | 新手厨房只买这九样 | Nine Things for a First Kitchen

topic yoga | 瑜伽 | yoga
teachers 云舒=Yun Shu; 秦悦宁=Qin Yuening
concepts 体式=postures; 呼吸=breathing; 肩颈=neck and shoulders; 核心=core strength; 冥想=meditation; 产后恢复=postnatal recovery
course 1 199 12 - | 瑜伽零基础二十八天 | Yoga for Beginners: Twenty-Eight Days
| 每天二十分钟，从呼吸到完整的拜日式。动作都有简化版，僵硬也能练。 | Twenty minutes a day, from breathing to a full sun salutation. Every pose has an easy form.
course 2 499 34 - | 肩颈与腰背：办公室人群理疗瑜伽 | Neck and Back: Therapeutic Yoga for Desk Workers
| 针对久坐，六周十二个序列，配工位拉伸。由康复师审核。 | Twelve sequences in six weeks against long sitting, with stretches for the desk. Reviewed by a physiotherapist.
course 3 1299 14 2 | 流瑜伽进阶：力量与平衡 | Vinyasa Advanced: Strength and Balance
| 手倒立、乌鸦式、深度后弯，讲清路径与风险。适合练习一年以上的人。 | Handstand, crow, deep backbends, with the path and the risks. For a year of practice or more.
short 1 19 32 | 睡前拉伸十五分钟 | Fifteen Minutes of Bedtime Stretching
short 1 29 64 | 产后核心恢复第一步 | First Steps of Core Recovery after Birth
ebook 1 14.9 14 | 五十个体式图解 | Fifty Postures Illustrated
ebook 2 24.9 25 | 呼吸与冥想练习册 | Breathing and Meditation Workbook
live 1 6.9 12 c1@6.5 | 清晨六点半晨练直播 | Half Past Six: Morning Practice Live
consultation 2 399 34 | 体态评估一对一 | One-to-One Posture Check
offer 1 6.9 32 | 七天肩颈体验营 | Seven Days for the Neck: Taster
work trailer c2 | 坐了八小时，三个动作还你肩颈 | Eight Hours Seated, Three Moves to Mend
work trailer c1 | 身体僵硬能不能练瑜伽 | Too Stiff for Yoga?
work trailer c3 | 手倒立，从一面墙开始 | Handstand Begins with a Wall
work story c2 | 腰突之后，她重新弯下了腰 | After the Slipped Disc She Bends Again
work story c1 | 六十三岁开始练瑜伽 | Starting Yoga at Sixty-Three
work story s2 | 产后半年，我找回了力气 | Half a Year after Birth I Am Strong Again
work article e1 | 下犬式最常见的五个错误 | Five Mistakes in Downward Dog
work article e2 | 腹式呼吸怎么做才对 | Belly Breathing Done Right
work article c2 | 工位上就能做的六个拉伸 | Six Stretches at Your Desk
work audio s1 | 晚安引导：放松全身 | Good-Night Guide: Relax the Whole Body
work audio e2 | 冥想十五分钟：听雨 | Fifteen Minutes of Meditation: Rain
work trailer l1 | 早起练四十分钟，一整天都不困 | Forty Minutes at Dawn, Awake All Day
work story k1 | 高低肩的十年，一次评估说清楚 | Ten Years of Uneven Shoulders Explained

topic living | 生活综合 | all-round living
teachers 叶知秋=Ye Zhiqiu; 云舒=Yun Shu
concepts 家庭=family; 健康=health; 生活方式=ways of living
membership 1 29 32 | 向暖月度会员 | Xiangnuan Monthly Membership
membership 1 399 32 | 向暖年度会员 | Xiangnuan Annual Membership
activity 1 0 13 | 家庭共读月 | Family Reading Month
activity 1 19.9 23 | 周末瑜伽市集 | Weekend Yoga Fair
work article m1 | 向暖会员的一天 | A Day with the Membership
work story a2 | 市集上遇见的二十张笑脸 | Twenty Smiles at the Fair
""";
}
