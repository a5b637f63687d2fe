"""Why an alert was nothing, as people may close it: from the outcome list that shops use."""

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
