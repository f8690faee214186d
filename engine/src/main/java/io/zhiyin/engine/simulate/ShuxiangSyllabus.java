package io.zhiyin.engine.simulate;

/** What the second invented school teaches: data, photography, short video and investing. The form is {@link Syllabus}'s. */
final class ShuxiangSyllabus {
    private ShuxiangSyllabus() {}

    static final String TEXT = """
school 数象工坊 | Shuxiang Studio

topic data | Python 与数据 | Python and data
teachers 陈北辰=Chen Beichen; 苏晓楠=Su Xiaonan
concepts Python 基础=Python basics; 数据清洗=data cleaning; 可视化=visualisation; SQL=SQL; 机器学习=machine learning; 自动化办公=office automation
course 1 399 16 - | Python 零基础：四十个小程序 | Python from Zero: Forty Small Programs
| 不背语法，写四十个用得上的小程序：改文件名、算房贷、抓天气。文科生也能跟上。 | No syntax drills, just forty useful programs: rename files, reckon a mortgage, fetch the weather. Made for non-engineers too.
course 2 1099 23 1 | 用 pandas 做数据分析：十个业务案例 | Data Analysis with pandas: Ten Business Cases
| 从脏表格到结论，走完清洗、分组、画图、汇报的全程。每个案例都带原始数据。 | From a dirty table to a conclusion: clean, group, plot, report. Raw data come with every case.
course 3 2199 52 2 | 机器学习实战：从特征到上线 | Machine Learning in Practice: From Features to Service
| 把一个预测模型从想法做到线上，讲清评估、泄漏与复盘。附完整代码仓库。 | One predictive model from idea to service, with evaluation, leakage and post-mortems. Full code included.
course 2 899 42 1 | SQL 进阶：窗口函数与慢查询 | SQL beyond the Basics: Windows and Slow Queries
| 三十道取自真实报表的题，写出又对又快的查询。讲透执行计划怎么读。 | Thirty problems from real reports, queries that are right and fast. Learn to read the plan.
short 1 39 61 | Excel 自动化：一行代码合并百张表 | Merge a Hundred Sheets with One Line
short 2 69 34 | 三小时做一个数据看板 | Build a Dashboard in Three Hours
ebook 1 29.9 61 | Python 办公小抄 | The Office Python Cheat Sheet
ebook 2 49.9 45 | 数据分析师面试一百问 | A Hundred Interview Questions for Analysts
live 1 0 16 c1 | 直播敲代码：一晚上写个记账本 | Live Coding: An Expense Tracker in One Evening
live 2 49 52 c3 | 机器学习答疑夜 | Machine Learning Question Night
consultation 3 999 14 | 转行数据分析一对一规划 | One-to-One: Moving into Data
offer 1 9.9 16 | Python 五天上手体验营 | Five Days of Python: Taster
work trailer c1 | 加班两小时的活，十行代码干完 | Two Hours of Overtime Done in Ten Lines
work trailer c2 | 这张表有十一处脏数据，你看出几处 | Eleven Errors in This Table: How Many Do You See?
work trailer c3 | 模型线下九十九分，上线就翻车 | Ninety-Nine Offline, a Crash Online
work trailer s1 | 财务同事追着问我要的脚本 | The Script Accounting Keeps Asking For
work story c2 | 会计转行数据分析的第一年 | An Accountant's First Year in Data
work story c1 | 四十二岁学编程，来得及 | Learning to Code at Forty-Two
work story k1 | 一次咨询，我少走了半年弯路 | One Talk Saved Me Half a Year
work article c4 | 窗口函数三分钟看图理解 | Window Functions in Pictures
work article e2 | 面试官想听的不是准确率 | Interviewers Do Not Want to Hear Accuracy
work article c3 | 训练集里藏着答案：数据泄漏的八种样子 | Eight Faces of Data Leakage
work audio c2 | 分析师夜谈：怎么回答“为什么跌了” | Analysts at Night: Answering “Why Did It Drop?”
work audio l1 | 写代码听什么：结对编程实录 | Pair Programming, Recorded
work trailer s2 | 老板要看板，今晚就要 | The Boss Wants a Dashboard Tonight

topic photography | 摄影 | photography
teachers 江述白=Jiang Shubai; 温黎=Wen Li
concepts 构图=composition; 曝光=exposure; 人像=portraits; 风光=landscapes; 手机摄影=phone photography; 后期调色=colour grading
course 1 199 51 - | 手机摄影三十讲：随手也能拍大片 | Phone Photography in Thirty Talks
| 光线、构图、色彩，三十讲配三十次外拍作业。只用手机，不劝你买器材。 | Light, composition, colour: thirty talks with thirty outings. Phone only, no gear talk.
course 2 699 32 1 | 人像用光：窗边、街头与棚内 | Light for Portraits: Window, Street, Studio
| 一扇窗、一盏灯、一块反光板，拍出干净的人像。逐张讲布光图。 | One window, one lamp, one reflector for clean portraits. Every picture with its lighting plan.
course 3 1499 46 2 | 风光摄影与后期全流程 | Landscapes from Field to Final Print
| 从看天气到出片，跟拍川西与皖南两趟行程。含原片与调色步骤。 | From the forecast to the print, along two trips to Sichuan and Anhui. Raw files and grading steps included.
short 1 29 51 | 美食拍照：一张桌子一扇窗 | Food Photos: One Table, One Window
short 2 59 63 | 三小时学会日系调色 | The Airy Look in Three Hours
ebook 1 19.9 14 | 构图五十例 | Fifty Compositions
ebook 2 34.9 32 | 人像布光图册 | A Book of Portrait Lighting
live 1 9.9 12 | 直播点评：你的照片差在哪 | Live Critique: What Your Photo Lacks
consultation 2 399 16 | 作品集一对一 | One-to-One Portfolio Review
offer 1 9.9 51 | 手机摄影一周体验营 | A Week of Phone Photography: Taster
work trailer c1 | 同一个路口，他拍了三种情绪 | One Crossing, Three Moods
work trailer c2 | 只用一扇窗，拍出影棚质感 | A Studio Look from One Window
work trailer c3 | 凌晨四点等一场云海 | Four in the Morning, Waiting for the Clouds
work story c1 | 快递小哥的城市相册 | A Courier's Album of the City
work story c2 | 给一百位老人拍证件照 | Portraits for a Hundred Elders
work story c3 | 辞职去拍川西的那个秋天 | The Autumn I Quit to Shoot Sichuan
work article e1 | 逆光不是难题，是礼物 | Backlight Is a Gift
work article s2 | 白平衡偏一点，照片就有了味道 | Shift the White Balance, Find a Mood
work article c1 | 旅行只带手机的十条清单 | Travelling with Only a Phone: Ten Notes
work audio c3 | 摄影师的行李箱里有什么 | What a Photographer Packs
work trailer s1 | 家常菜也能拍成杂志封面 | Home Cooking, Cover Shot
work trailer l1 | 投稿三百张，今晚挑二十张讲 | Three Hundred Entries, Twenty Tonight
work article e2 | 一盏灯的五种放法 | Five Places for One Lamp

topic short-video | 短视频 | short video
teachers 唐小鹿=Tang Xiaolu; 郑予安=Zheng Yu'an
concepts 剪辑=editing; 脚本=scripts; 选题=topics; 口播=talking to camera; 账号定位=channel positioning; 投放=paid promotion
course 1 299 13 - | 剪映剪辑入门：一周更出七条 | Editing Basics: Seven Clips in a Week
| 从粗剪、字幕到卡点，每天剪一条，一周七条。素材全部提供。 | Rough cut, captions, rhythm: one clip a day, seven in a week. All footage provided.
course 2 899 23 - | 爆款脚本拆解：开头三秒到结尾转化 | Scripts That Hold: From Second Three to the Call
| 拆一百条高完播视频的脚本，写出你自己的二十条。老师每周改两条。 | A hundred scripts with high completion taken apart, twenty of your own written. Two edited each week.
course 3 1799 53 2 | 知识博主起号：定位、选题与变现 | Launching a Teaching Channel: Position, Topics, Income
| 九十天从零到第一笔课程订单的路线图。适合有一技之长的老师和手艺人。 | A ninety-day map from zero to the first course order. For teachers and craftspeople with something to share.
short 1 29 42 | 口播不紧张：镜头前的七个练习 | At Ease on Camera: Seven Drills
short 2 49 65 | 投流入门：一百元怎么花 | Paid Promotion: How to Spend a Hundred Yuan
ebook 1 19.9 32 | 短视频选题库五百条 | Five Hundred Video Topics
ebook 2 29.9 12 | 转场与字幕样式手册 | Transitions and Captions
live 1 19.9 56 | 账号诊断直播：十个号现场把脉 | Channel Clinic Live: Ten Diagnoses
consultation 3 699 53 | 账号定位一对一 | One-to-One Channel Positioning
offer 1 9.9 12 | 三天剪出第一条 Vlog | Your First Vlog in Three Days: Taster
work trailer c2 | 前三秒留不住人，后面拍得再好也没用 | Lose Them in Three Seconds and Nothing Else Matters
work trailer c1 | 手机剪辑最常用的六个手势 | Six Gestures of Phone Editing
work trailer c3 | 粉丝三千，月入三万，他做对了什么 | Three Thousand Followers, a Living: What He Got Right
work story c3 | 小镇木匠的十万粉丝 | A Village Carpenter's Hundred Thousand Followers
work story c1 | 带娃的间隙，她剪完了一百条 | Between Naps She Edited a Hundred Clips
work story c2 | 写了三十稿脚本之后 | After Thirty Drafts of a Script
work article e1 | 没有选题的时候翻这张表 | When You Run Out of Topics, Open This Table
work article s2 | 投放前先看这三个数 | Three Numbers to Check before You Pay
work article c2 | 完播率从两成到五成的四次修改 | From Twenty to Fifty Percent in Four Edits
work audio c3 | 博主圆桌：掉粉的那三个月 | Creators' Table: Three Months of Losing Followers
work trailer s1 | 一说话就忘词？试试这个练习 | Forget Your Lines? Try This Drill
work trailer l1 | 今晚敢不敢让我看看你的后台 | Dare to Show Me Your Analytics Tonight?
work audio k1 | 一次定位咨询的完整录音 | A Positioning Session, Recorded in Full

topic investing | 理财入门 | investing basics
teachers 方知衡=Fang Zhiheng; 钱亦舒=Qian Yishu
concepts 记账=bookkeeping; 指数基金=index funds; 资产配置=asset allocation; 保险=insurance; 风险=risk; 财报阅读=reading accounts
course 1 299 13 - | 家庭理财第一课：先把账记清 | Family Finance, Lesson One: Know Your Accounts
| 先弄清钱去了哪里，再谈钱从哪里来。十二节课建好家庭的四本账。 | Find out where the money goes before asking where it comes from. Twelve lessons, four household accounts.
course 2 699 25 - | 指数基金与定投：看得懂再动手 | Index Funds and Regular Saving: Understand First
| 讲清费率、波动和回撤，用历史数据算给你看。不荐股，不承诺收益。 | Fees, volatility and drawdown worked through on past data. No tips and no promised returns.
course 3 1299 65 2 | 读懂一份年报：普通人的财报课 | Reading an Annual Report: Accounts for Everyone
| 三张表、五个比率、十个危险信号，用真实年报一页页读。 | Three statements, five ratios, ten warning signs, page by page through real reports.
short 1 29 45 | 一小时看懂保险合同 | An Insurance Contract in an Hour
short 1 39 35 | 房贷提前还不还：算给你看 | Repay the Mortgage Early? The Sums
ebook 1 19.9 13 | 家庭记账模板与说明 | Household Ledger Templates
ebook 2 29.9 25 | 基金费用一本清 | All about Fund Fees
live 1 0 32 c2 | 月度理财问答直播 | Monthly Money Questions Live
consultation 2 599 34 | 家庭资产体检一对一 | One-to-One Household Check-Up
offer 1 6.9 13 | 七天记账体验营 | Seven Days of Bookkeeping: Taster
work trailer c1 | 月薪八千，钱都去哪了 | Eight Thousand a Month and Nothing Left
work trailer c2 | 定投三年还亏，问题出在哪 | Three Years of Saving and Still Down: Why?
work trailer s2 | 房贷利率降了，要不要提前还 | Rates Are Down: Repay Early?
work story c1 | 九零后夫妻还清债务的两年 | A Young Couple's Two Years out of Debt
work story c3 | 读完二十份年报，我不再听消息 | After Twenty Reports I Stopped Chasing Tips
work article e2 | 基金里你看不见的五笔费用 | Five Fees You Never See
work article c2 | 最大回撤是什么，为什么先看它 | Drawdown: What It Is and Why to Look First
work article s1 | 重疾险条款里的八个词 | Eight Words in a Health Policy
work article c3 | 应收账款突然变多意味着什么 | When Receivables Suddenly Grow
work audio c2 | 散步听：什么是复利，什么不是 | For a Walk: What Compounding Is and Is Not
work audio l1 | 问答精选：给孩子存教育金 | Best Questions: Saving for School
work story k1 | 一次家庭资产体检之后 | After Our Household Check-Up
work trailer e1 | 打开这张表，月底不再糊涂 | Open This Sheet, End the Month Clear

topic skills | 技能综合 | all-round skills
teachers 陈北辰=Chen Beichen; 唐小鹿=Tang Xiaolu
concepts 副业=side projects; 工具=tools; 作品集=portfolios
membership 1 49 12 | 数象工坊月度会员 | Shuxiang Monthly Membership
membership 1 699 12 | 数象工坊年度会员 | Shuxiang Annual Membership
activity 1 0 23 | 百日代码挑战 | A Hundred Days of Code
activity 1 9.9 31 | 城市漫拍日：二十城同拍 | City Photo Walk: Twenty Cities at Once
work trailer m2 | 年度会员一天不到两块，能学什么 | What an Annual Membership Buys for 1.90 a Day
""";
}
