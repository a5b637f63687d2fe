"""The words that call each command, in English and Chinese."""

from collections.abc import Mapping
from typing import Final

VERBS: Final[Mapping[str, tuple[str, ...]]] = {
    "help": ("help", "what can you do", "帮助", "怎么用", "你能做什么"),
    "metrics": ("metrics", "list metrics", "kpis", "指标", "指标列表", "有哪些指标"),
    "define": ("define", "definition", "定义", "口径", "什么是"),
    "explain": ("explain", "解释", "说明"),
    "save": ("save", "保存", "存为"),
    "saved": ("saved", "my questions", "已存", "我的问题", "已保存"),
    "run": ("run", "运行", "打开"),
    "forget": ("forget", "忘记", "删除"),
    "settings": ("settings", "preferences", "设置", "偏好"),
    "status": ("status", "version", "状态", "版本"),
    "target": ("target", "targets", "set target", "目标", "设定目标", "设置目标"),
    "board": ("board", "boards", "看板", "看板列表"),
    "alert": ("alert", "alerts", "预警", "警报", "告警"),
    "digest": ("digest", "digests", "schedule", "定时", "定时报告", "定时发送", "订阅"),
    "decide": ("decide", "decision", "decisions", "决定", "决策"),
    "erase": ("erase", "抹除", "清除"),
}
