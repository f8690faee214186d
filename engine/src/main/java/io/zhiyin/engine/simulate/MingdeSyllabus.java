package io.zhiyin.engine.simulate;

/** What the first invented school teaches: writing, slides, English and calligraphy. The form is {@link Syllabus}'s. */
final class MingdeSyllabus {
    private MingdeSyllabus() {}

    static final String TEXT = """
school 明德书院 | Mingde Academy

topic official-writing | 公文写作 | official writing
teachers 周明远=Zhou Mingyuan; 沈若兰=Shen Ruolan
concepts 公文格式=document format; 请示与报告=requests and reports; 会议纪要=meeting minutes; 讲话稿=speech writing; 调研报告=field reports; 材料提炼=condensing material
course 1 399 12 - | 公文写作入门：从一份通知写起 | Official Writing from Scratch: Start with One Notice
| 从标题、主送机关到落款，一份通知写透公文的骨架。每节附范文与改错练习，适合刚进机关的新人。 | Heading, addressee, signature: one notice shows the skeleton of every official document. Model texts and correction drills in each lesson, for newcomers.
course 2 899 21 1 | 请示、报告与函：让领导一次签批 | Requests, Reports and Letters That Get Signed the First Time
| 三种最容易写错的文种，三十份真实退稿逐句改。学完能分清请示与报告，写出不返工的稿子。 | Three kinds that are most often sent back, and thirty real rejections rewritten line by line. You will stop confusing a request with a report.
course 3 1499 46 2 | 综合材料与讲话稿高级写作 | Advanced Writing: Briefings and Speeches for Leaders
| 从搭提纲到提炼小标题，拆解年度总结和动员讲话的写法。附二十套可以改用的结构。 | From outline to headings, the craft of annual summaries and rallying speeches taken apart. Twenty structures to adapt.
course 2 999 465 - | 公文笔杆子训练营：六周写出三篇大稿 | Speechwriter Bootcamp: Three Major Drafts in Six Weeks
| 六周三篇大稿，老师逐篇批改，小班互评。适合已经能独立起草公文、想当单位笔杆子的人。 | Six weeks, three major drafts, each marked by the teacher and reviewed in small groups. For people who already draft on their own.
short 1 39 31 | 一小时学会写会议纪要 | Meeting Minutes in an Hour
short 2 59 65 | 工作总结不再流水账：三步提炼法 | Work Summaries without the Laundry List: Three Steps
ebook 1 29.9 12 | 公文格式速查手册 | The Pocket Guide to Document Format
ebook 2 39.9 64 | 公文常用句式三百例 | Three Hundred Sentences for Official Documents
live 1 19.9 21 | 直播改稿：当场改五份请示 | Live Editing: Five Requests Corrected on the Spot
live 2 0 46 c4 | 笔杆子训练营发布直播：好稿子是怎样改出来的 | Bootcamp Launch Live: How a Good Draft Is Made
consultation 3 899 62 | 一对一公文修改（三稿） | One-to-One Draft Review, Three Rounds
offer 1 9.9 12 | 公文写作三天体验营 | Official Writing: Three-Day Taster
work trailer c1 | 新人写通知，九成错在这一行 | New to Notices? Nine of Ten Go Wrong on This Line
work trailer c4 | 六周之后，他的稿子被念上了全市大会 | Six Weeks Later His Draft Was Read to the Whole City
work trailer c2 | 请示里写“报告”，为什么一定被退 | Why a Request Titled “Report” Always Comes Back
work story c1 | 刚考上公务员的她，三个月不再怕写稿 | Three Months after the Exam She No Longer Fears Drafting
work story c3 | 从收发室到综合科：一位老科员的转岗 | From Mail Room to Policy Desk: A Clerk Changes Jobs
work article c1 | 公文字体字号行距，一张图看懂 | Fonts, Sizes and Spacing of Official Papers in One Chart
work article s2 | 年终总结的小标题可以这样拟 | Ways to Word the Headings of a Year-End Summary
work article e1 | 十五种公文，什么时候用哪一种 | Fifteen Document Types and When to Use Each
work article c3 | 讲话稿开头的七种写法 | Seven Ways to Open a Speech
work audio c2 | 听稿子：好报告读出来是什么节奏 | Listen to a Report: What Good Rhythm Sounds Like
work audio c3 | 老秘书谈：材料怎样提炼三个字 | A Veteran Secretary on Finding the Three Key Words
work story k1 | 一对一改稿，我的材料上了内参 | After One-to-One Review My Memo Made the Bulletin
work trailer l1 | 你的请示敢拿来直播改吗 | Would You Dare Have Your Request Edited Live?

topic slides | PPT 与汇报 | slides and presenting
teachers 韩一帆=Han Yifan; 罗静=Luo Jing
concepts 版式设计=page layout; 图表表达=charts; 逻辑结构=storyline; 配色与字体=colour and type; 演讲汇报=presenting; 动画=animation
course 1 299 13 - | PPT 从零到能用：二十页工作汇报 | Slides from Zero: A Twenty-Page Work Report
| 不学花哨特效，只学工作里天天用的二十种页面。跟着做完，你会有一份自己的汇报模板。 | No fancy effects, just the twenty pages that work asks for every day. You finish with a template of your own.
course 2 699 23 1 | 图表会说话：数据汇报 PPT | Charts That Speak: Slides for Data
| 一页一结论，选对图表，删掉多余的线。用十二个真实案例把数字讲成故事。 | One conclusion a page, the right chart, fewer lines. Twelve real cases turn numbers into a story.
course 3 1299 53 2 | 高管汇报：结构、答辩与临场 | Presenting to Executives: Structure, Questions, Presence
| 十分钟讲清一件大事，准备好会被追问的五个问题。含模拟答辩与逐页点评。 | Ten minutes for one big matter and the five questions you will be asked. Mock hearings and page-by-page comments included.
short 1 29 41 | 配色不再靠感觉：四十分钟速成 | Colour without Guessing, in Forty Minutes
short 1 49 51 | 述职报告 PPT 一晚上搞定 | A Performance Review Deck in One Evening
ebook 1 19.9 14 | 职场 PPT 版式一百页 | One Hundred Slide Layouts for Work
ebook 2 29.9 23 | 图表选择指南 | How to Choose a Chart
live 1 9.9 14 | 直播改 PPT：十份投稿现场重做 | Live Makeover: Ten Decks Redone
consultation 2 599 53 | 汇报稿一对一打磨 | One-to-One Deck Polishing
offer 1 9.9 16 | PPT 五天打卡体验课 | Slides: Five-Day Taster
work trailer c1 | 同一页 PPT，改三处就像换了个人 | One Slide, Three Changes, a New Person
work trailer c2 | 老板只看三秒的图表，该长什么样 | A Chart for a Boss Who Looks for Three Seconds
work trailer s2 | 述职前一晚还没动手的人请进 | For Those Who Start Their Review the Night Before
work story c3 | 他用十分钟说服了董事会 | He Convinced the Board in Ten Minutes
work story c1 | 行政小姐姐的第一份满分汇报 | An Assistant's First Full-Mark Report
work article e1 | 对齐、对比、留白：三条就够 | Align, Contrast, Leave Space: Three Rules Suffice
work article c2 | 饼图什么时候该用，什么时候别用 | When to Use a Pie Chart and When Not
work article s1 | 公司没有品牌色，怎么配一套 | No Brand Colours? Build a Palette
work audio c3 | 被领导打断时怎么接 | What to Say When the Boss Interrupts
work audio c1 | 通勤听：汇报的第一句话 | For the Commute: The First Sentence of a Report
work story k1 | 改了四遍的融资路演稿 | A Pitch Deck Rewritten Four Times
work trailer l1 | 这份 PPT 我救了四十分钟 | It Took Me Forty Minutes to Save This Deck
work article c3 | 答辩追问清单（可打印） | A Printable List of Follow-Up Questions

topic english | 英语 | English
teachers 林嘉禾=Lin Jiahe; 何思敏=He Simin
concepts 口语=speaking; 听力=listening; 语法=grammar; 商务邮件=business e-mail; 词汇=vocabulary; 雅思写作=IELTS writing
course 1 299 35 - | 英语语法重启：三十天补完短板 | Grammar Restart: Mend the Gaps in Thirty Days
| 每天二十分钟，把中学没弄懂的时态、从句和冠词补回来。做题少，造句多。 | Twenty minutes a day for the tenses, clauses and articles that school left unclear. Few drills, many sentences of your own.
course 2 699 12 1 | 开口说英语：一百个生活场景 | Speak Up: One Hundred Everyday Scenes
| 点餐、看病、租房、闲聊，一百个场景跟读加改口。每周一次小组对话。 | Ordering, seeing a doctor, renting, small talk: shadow a hundred scenes and make them yours. One group conversation a week.
course 3 1699 41 2 | 职场英语：会议、邮件与谈判 | English at Work: Meetings, E-mail, Negotiation
| 听懂跨国会议，写出得体邮件，在谈判里守住底线。全部取材真实公司往来。 | Follow an international meeting, write a proper e-mail, hold your ground in a negotiation. All from real company exchanges.
course 3 1999 63 2 | 雅思写作七分突破 | IELTS Writing: Breaking through to Seven
| 审题、论证、改写，四十篇习作逐篇给分。适合六分上下、卡在写作的考生。 | Reading the task, arguing, rephrasing: forty essays marked one by one. For candidates stuck around six.
short 1 19 12 | 音标两小时通关 | Phonetics in Two Hours
short 2 49 41 | 英文简历与自我介绍 | Your CV and Introduction in English
ebook 1 19.9 56 | 高频词根词缀手册 | A Handbook of Common Roots and Affixes
ebook 2 29.9 43 | 商务邮件模板八十封 | Eighty Business E-mail Templates
live 1 0 12 c2@20@7 | 周末英语角：外教陪你聊旅行 | Weekend English Corner: Talking Travel
live 2 29.9 63 c4 | 雅思写作真题直播批改 | IELTS Essays Marked Live
consultation 2 399 12 | 口语一对一诊断 | One-to-One Speaking Check
offer 1 9.9 12 | 七天开口体验营 | Seven Days of Speaking: Taster
work trailer c2 | 别再说 I very like：中国人最常错的十句 | Stop Saying “I very like”: Ten Common Slips
work trailer c1 | 五分钟分清现在完成时和过去时 | Present Perfect or Past? Five Minutes
work trailer c4 | 雅思作文从六到七，差的是这一段 | From Six to Seven: The Paragraph That Is Missing
work story c2 | 五十岁阿姨自学英语，一个人去了伦敦 | At Fifty She Taught Herself English and Went to London
work story c3 | 第一次主持跨国会议，我准备了这些 | My First International Meeting and How I Prepared
work story c4 | 三战雅思的护士 | A Nurse and Her Third IELTS
work article e2 | 英文邮件的八种开头与结尾 | Eight Ways to Open and Close an E-mail
work article c1 | 冠词到底什么时候加 the | When Do You Really Need “the”?
work article e1 | 记单词，先记这六十个词根 | Sixty Roots to Learn before Any Word List
work audio c2 | 睡前听力：伦敦地铁一日 | Bedtime Listening: A Day on the Tube
work audio l1 | 英语角回放：旅行中最好的一顿饭 | English Corner Replay: The Best Meal of the Trip
work audio c3 | 会议里礼貌打断别人的五句话 | Five Polite Ways to Interrupt a Meeting
work trailer s1 | 四十八个音标，一口气读完 | All Forty-Eight Phonemes in One Breath

topic calligraphy | 书法 | calligraphy
teachers 顾砚秋=Gu Yanqiu; 石敬之=Shi Jingzhi
concepts 楷书=regular script; 行书=running script; 硬笔=pen writing; 临帖=copying masters; 笔法=brush technique; 章法=composition
course 1 199 31 - | 硬笔楷书三十课：把字写端正 | Pen Calligraphy in Thirty Lessons: Write It Straight
| 从握笔到间架，三十课练好最常用的五百字。每课一页字帖，手机拍照即可交作业。 | From grip to structure: the five hundred commonest characters in thirty lessons. One sheet each, homework by photo.
course 2 499 145 1 | 颜体楷书：勤礼碑精讲 | Yan-Style Regular Script: The Qinli Stele
| 逐字讲笔法与结构，近景拍摄每一次起收。适合有硬笔基础、想拿起毛笔的人。 | Technique and structure character by character, filmed close at every start and stop. For pen writers ready to take up the brush.
course 3 1099 26 2 | 行书入门到创作：兰亭序 | Running Script to Your Own Work: The Orchid Pavilion
| 从单字连带到整幅章法，写出第一张可以装裱的作品。老师每月点评一次。 | From joined strokes to whole compositions, up to your first framed piece. Monthly comments by the teacher.
short 1 19 32 | 签名设计：把自己的名字写好看 | Design Your Signature
short 1 29 16 | 春联一下午：福字与七言联 | Spring Couplets in an Afternoon
ebook 1 14.9 31 | 常用五百字硬笔字帖 | Copybook of Five Hundred Common Characters
ebook 2 24.9 41 | 碑帖选临：十种必临的帖 | Ten Steles Worth Copying
live 1 9.9 41 c2@20@6 | 周六临帖夜：跟老师一起写勤礼碑 | Saturday Copying Night: The Qinli Stele Together
consultation 2 299 56 | 作品点评一对一 | One-to-One Critique of Your Work
offer 1 6.9 31 | 七天练字体验营 | Seven Days of Handwriting: Taster
work trailer c1 | 横平竖直？其实横从来不是平的 | A Horizontal Stroke Is Never Quite Horizontal
work trailer c2 | 颜真卿的这一捺，我练了十年 | Ten Years on One Stroke of Yan Zhenqing
work trailer s2 | 自己写春联，过年最有面子 | Write Your Own Couplets This New Year
work story c1 | 退休以后，他每天写一页字 | After Retiring He Writes a Page a Day
work story c3 | 第一幅装裱的行书送给了母亲 | My First Framed Piece Went to My Mother
work article e2 | 初学毛笔选哪本帖 | Which Stele for a Beginner?
work article e1 | 钢笔、中性笔、铅笔，练字用哪支 | Fountain, Gel or Pencil: Which Pen to Practise With
work article c3 | 兰亭序里的二十个“之” | Twenty Ways to Write One Character in the Orchid Pavilion
work audio c2 | 听碑：勤礼碑背后的故事 | The Story behind the Qinli Stele
work audio c3 | 静心二十分钟：研墨的声音 | Twenty Quiet Minutes: The Sound of Grinding Ink
work story k1 | 老师的一句点评，改掉我三年的毛病 | One Remark Cured a Three-Year Fault
work trailer l1 | 周六晚八点，一起临一页帖 | Saturday at Eight: Copy One Page with Us
work article s1 | 签名写得好看的四个比例 | Four Proportions of a Handsome Signature

topic workplace | 职场综合 | all-round office skills
teachers 周明远=Zhou Mingyuan; 韩一帆=Han Yifan
concepts 职场成长=career growth; 表达=expression; 学习方法=learning methods
membership 1 39 13 | 明德书院月度会员 | Mingde Monthly Membership
membership 1 599 13 | 明德书院年度会员 | Mingde Annual Membership
activity 1 0 23 | 二十一天写作打卡 | Twenty-One Days of Writing
activity 1 1 12 | 书院开放日：四位老师一起答疑 | Open Day: Four Teachers Answer
work article m2 | 会员一年，我把书院的课听了个遍 | A Year of Membership: I Heard Every Course
""";
}
