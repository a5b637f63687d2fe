"""What menus and sentences call the ways to draw and the things to compare with."""

from typing import Final

from analysis.model import Comparison, Grain, Picture, Text

PICTURES: Final = {
    Picture.LINE: Text("Line", "折线图"),
    Picture.BAR: Text("Bars", "条形图"),
    Picture.STACKED: Text("Stacked bars", "堆叠图"),
    Picture.PIE: Text("Donut", "环形图"),
    Picture.HEATMAP: Text("Heatmap", "热力图"),
    Picture.TABLE: Text("Table", "表格"),
}
COMPARISONS: Final = {
    Comparison.PREVIOUS: Text("the period before", "上一周期"),
    Comparison.LAST_WEEK: Text("a week earlier", "上周同期"),
    Comparison.LAST_MONTH: Text("a month earlier", "上月同期"),
    Comparison.LAST_YEAR: Text("a year earlier", "去年同期"),
    Comparison.SAME_WEEKDAY: Text("the same weekday", "上周同一天"),
    Comparison.TARGET: Text("the target", "目标"),
}
GRAINS: Final = {Grain.WEEK: Text("By week", "按周"), Grain.MONTH: Text("By month", "按月")}
