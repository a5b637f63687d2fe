"""What the menus of a card offer: why an alert was nothing, and for how long it may be quiet."""

from collections.abc import Mapping
from typing import Final

from analysis.model import Text

CLOSE: Final[Mapping[str, Text]] = {
    "expected": Text("expected (promotion, holiday)", "符合预期（促销、节假日）"),
    "data": Text("a data issue", "数据问题"),
    "no_action": Text("real, but nothing to do", "属实，但无需处理"),
    "duplicate": Text("already known elsewhere", "与已知问题重复"),
    "noise": Text("just noise", "正常波动"),
    "rule": Text("the rule is set wrong", "规则设置不当"),
}
"""The close reasons by what is kept of them."""
PRESETS: Final[Mapping[str, Text]] = {
    "1h": Text("1 hour", "1小时"),
    "4h": Text("4 hours", "4小时"),
    "tomorrow": Text("until tomorrow 9:00", "到明天 9:00"),
    "1w": Text("1 week", "1周"),
}
"""How long a snooze may last, by what the menu carries."""
