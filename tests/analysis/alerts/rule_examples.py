"""Rules as people type them, each with the canonical text it is read as. USUAL is how unusual unusual is."""

from analysis.anomalies import LIMIT

EXAMPLES_EN = """
revenue below 100k => revenue below 100000
revenue under ¥5,000 hourly => revenue below 5000 hourly
alert me when orders falls below 200 => orders below 200
aov > 500 => average order value above 500
Revenue BELOW 10K => revenue below 10000
gross margin below 0.3 => gross margin below 30%
refund rate above 8% weekly => refund rate above 8% weekly
delivery days above 5 days => delivery time above 5 days
review score by category below 4.2 => review score below 4.2 by category
orders down 30% vs previous week weekly => orders drop 30% vs previous weekly
orders drops by more than 30% vs last week => orders drop 30% vs same weekday
a 20% drop in revenue => revenue drop 20% vs same weekday
revenue drop 20% weekly => revenue drop 20% vs previous weekly
revenue -20% vs same weekday => revenue drop 20% vs same weekday
revenue drop 20% vs yesterday => revenue drop 20% vs previous
revenue 20% below last year => revenue drop 20% vs last year
revenue 20% below the 4-week average => revenue drop 20% vs 4-week average
revenue below 4-week average by 20% => revenue drop 20% vs 4-week average
visits fall 50% vs average of last 6 weeks => visits drop 50% vs 6-week average
spend rises 25% vs 4-week average by channel => ad spend rise 25% vs 4-week average by channel
revenue change 30% vs last year monthly => revenue change 30% vs last year monthly
market share down 10% vs last month monthly => market share drop 10% vs previous monthly
revenue behind target => revenue behind target
revenue behind target by 5% monthly => revenue behind target by 5% monthly
revenue 5% behind target => revenue behind target by 5%
revenue drop 5% vs target => revenue behind target by 5%
spend over target by 10% monthly => ad spend ahead of target by 10% monthly
orders unusual => orders unusual at USUALz
orders unusually low => orders unusual down at USUALz
conversion anomaly down at 4z => conversion rate unusual down at 4z
revenue unusual down by 10% => revenue unusual down by 10% at USUALz
revenue by channel unusual at 3 sigma by region => revenue unusual at 3z by channel and region
unusual visits hourly for 3 hours => visits unusual at USUALz hourly for 3 hours
stock cover below 7 days by product => stock cover below 7 days by product
stock cover under 7 recover at 10 => stock cover below 7 days recover at 10 days
visits silent for 3 hours => visits silent for 3 hours
orders no data for 1 day => orders silent for 24 hours
payments stale for 2h daily => payments silent for 2 hours daily
revenue by region drop 20% vs same weekday min 5k for 2 days =>\
 revenue drop 20% vs same weekday min 5000 by region for 2 days
revenue by region drop 20% vs same weekday at least 5k => revenue drop 20% vs same weekday min 5000 by region
revenue drop 20% min 100 orders => revenue drop 20% vs same weekday min 100 orders
roas by campaign below 2 min 1000 spend => return on ad spend below 2 min 1000 ad spend by campaign
revenue drop 20% recover at 10% keep 2 days => revenue drop 20% vs same weekday recover at 10% keep 2 days
revenue in East below 10k for 3 days in a row => revenue region = East below 10000 for 3 days
revenue not channel Web below 10k => revenue channel not Web below 10000
revenue channel=App below 10k no data alert on error keep =>\
 revenue channel = App below 10000 no data alert on error keep
revenue below 10k for 2 hours => revenue below 10000 hourly for 2 hours
revenue below 10k for 2 weeks => revenue below 10000 for 14 days
revenue below 10k weekly twice in a row => revenue below 10000 weekly for 2 weeks
revenue below 10k settle 2h active weekdays 9:00-21:00 => revenue below 10000 settle 2h active weekdays 09:00-21:00
revenue below 10k active mon-fri 9am-6pm => revenue below 10000 active weekdays 09:00-18:00
revenue below 10k only weekends => revenue below 10000 active weekends
revenue below 10k active mon, wed, fri 22-6 => revenue below 10000 active mon, wed, fri 22:00-06:00
revenue below 10k mute 2026-11-11..2026-11-12 "Double 11" =>\
 revenue below 10000 mute 2026-11-11..2026-11-12 "Double 11"
revenue below 10k mute double 12 => revenue below 10000 mute 2026-12-12
revenue below 10k repeat every 4 hours remind 3h => revenue below 10000 repeat 4h remind 3h
revenue below 10k escalate <@U2|bob> after 2h owner <@U1|ana> to <#C1|sales> =>\
 revenue below 10000 escalate <@U2> after 2h owner <@U1> to <#C1>
revenue below 10k <#C1|sales> escalate to <!subteam^S1|@ops> after 90 minutes =>\
 revenue below 10000 escalate <!subteam^S1> after 1h30m to <#C1>
revenue below 10k cap 10 name “Morning check” => revenue below 10000 cap 10 name "Morning check"
"""

EXAMPLES_ZH = """
销售额低于10万 => 销售额 低于100000
销售额 跌破5万 按小时 => 销售额 低于50000 按小时
订单数低于200时提醒我 => 订单数 低于200
客单价高于500 => 客单价 高于500
客单价 高于 ５００ 元 => 客单价 高于500
当转化率跌到2%以下 => 转化率 低于2%
退款率超过8% 按周 => 退款率 高于8% 按周
毛利率 低于30% => 毛利率 低于30%
评分 低于4.2 按品类 => 评价得分 低于4.2 按品类
销售额不足5000 => 销售额 低于5000
订单数环比下降30% 按周 => 订单数 下降30% 环比 按周
订单数比上周下降超过30% => 订单数 下降30% 对比同星期
如果销售额比上周同一天下降了20%就告警 => 销售额 下降20% 对比同星期
销售额较上周同期下降20% => 销售额 下降20% 对比同星期
销售额下降两成 => 销售额 下降20% 对比同星期
销售额 -20% 对比同星期 => 销售额 下降20% 对比同星期
销售额 同比下降20% => 销售额 下降20% 同比
销售额比4周均值低20% => 销售额 下降20% 对比4周平均
销售额低于近4周平均值20% => 销售额 下降20% 对比4周平均
访客数 下降50% 对比6周平均 => 访问量 下降50% 对比6周平均
广告花费 上涨25% 对比4周平均 按渠道 => 广告花费 上涨25% 对比4周平均 按渠道
销售额 变动30% 同比 按月 => 销售额 变动30% 同比 按月
市场份额 环比下降10% 按月 => 市场份额 下降10% 环比 按月
销售额 落后目标 => 销售额 落后目标
销售额 落后目标5% 按月 => 销售额 落后目标5% 按月
销售额低于目标5% => 销售额 落后目标5%
销售额 未达目标 按月 => 销售额 落后目标 按月
广告花费 超出目标10% 按月 => 广告花费 超出目标10% 按月
订单数异常 => 订单数 异常 USUAL倍标准差
订单数 异常偏低 => 订单数 异常下降 USUAL倍标准差
转化率 异常下降 4倍标准差 => 转化率 异常下降 4倍标准差
销售额 按渠道 异常波动 3σ => 销售额 异常 3倍标准差 按渠道
访客数 异常 按小时 连续3小时 => 访问量 异常 USUAL倍标准差 按小时 连续3小时
可售天数低于7天 恢复到10天 => 库存可售天数 低于7天 恢复到10天
访客数 断更3小时 => 访问量 断更3小时
订单数 超过1天没有数据 => 订单数 断更24小时
3小时没有更新 访客数 => 访问量 断更3小时
销售额 按地区 下降20% 对比同星期，至少5000，连续2天。 => 销售额 下降20% 对比同星期 至少5000 按地区 连续2天
销售额 按品类 下降20% 至少100订单数 => 销售额 下降20% 对比同星期 至少100 订单数 按品类
销售额下降20%对比同星期恢复到10%保持2天 => 销售额 下降20% 对比同星期 恢复到10% 保持2天
华东的销售额连续3天低于1万 => 销售额 地区 = 华东 低于10000 连续3天
渠道不是网站 销售额 低于1万 => 销售额 渠道 不是 网站 低于10000
App销售额 低于1万 无数据 报警 出错 保持 => 销售额 渠道 = App 低于10000 无数据 报警 出错 保持
销售额低于1万 连续2小时 => 销售额 低于10000 按小时 连续2小时
销售额低于1万 连续两天 => 销售额 低于10000 连续2天
销售额低于1万 等待2小时 时段 工作日 9:00-21:00 => 销售额 低于10000 等待2小时 时段 工作日 09:00-21:00
销售额低于1万 时段 周一至周五 9点到18点 => 销售额 低于10000 时段 工作日 09:00-18:00
销售额低于1万 仅周末 => 销售额 低于10000 时段 周末
销售额低于1万 生效 周一、周三、周五 晚上10点到早上6点 => 销售额 低于10000 时段 周一、周三、周五 22:00-06:00
销售额低于1万 免打扰 2026-11-11..2026-11-12 "双十一" => 销售额 低于10000 免打扰 2026-11-11..2026-11-12 "双十一"
销售额低于1万 免打扰 双十二 => 销售额 低于10000 免打扰 2026-12-12
销售额低于1万 每4小时重复 催办3小时 => 销售额 低于10000 每4小时重复 催办3小时
销售额低于1万 升级 <@U2|bob> 2小时后 负责人 <@U1|ana> 发到 <#C1|sales> =>\
 销售额 低于10000 升级 <@U2> 2小时后 负责人 <@U1> 发到 <#C1>
销售额低于1万 <#C1|sales> 升级给 <!subteam^S1|@ops> 90分钟后 =>\
 销售额 低于10000 升级 <!subteam^S1> 1小时30分钟后 发到 <#C1>
销售额低于1万 最多列出10个 名称 “早会” => 销售额 低于10000 最多列出10个 名称 "早会"
销售额低于1万 最多5项 => 销售额 低于10000
"""


def pairs(text: str) -> list[tuple[str, str]]:
    """What is typed, and what it is read as."""
    rows = (line.split(" => ") if " => " in line else line.split(" =>") for line in text.strip().splitlines())
    return [(typed, canonical.strip().replace("USUAL", f"{LIMIT:g}")) for typed, canonical in rows]
