"""Reading YAML safely: bounded, without aliases or tags, and with the line of every key."""

from pathlib import Path as File
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from analysis.errors import Unavailable
from analysis.model import Text
from storage.catalog.faults import Faults, Path

Plain = dict[str, Any] | list[Any] | str | int | float | bool | None
"""What a YAML document is made of."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Safe, and many times faster where PyYAML was built with libyaml."""

LONGEST = 1_000_000
DEEPEST = 12


def read(file: File) -> tuple[dict[str, Any], Faults]:
    """The document of `file`, with what is wrong with its form and the lines of its keys.

    Raises Unavailable if it cannot be read, is too long, or is not a mapping.
    """
    text = _text(file)
    faults = Faults(file.name)
    try:
        _refuse_aliases(text, file)
        node = yaml.compose(text, Loader=LOADER)
        value = _value(node, (), faults) if node else {}
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problem = getattr(fault, "problem", None) or "it cannot be read"
        faults.found.clear()
        faults.lines[("yaml",)] = line
        faults.add(("yaml",), f"this is not YAML: {problem}", f"不是有效的 YAML：{problem}")
        faults.settle()
        raise
    if not isinstance(value, dict):
        raise Unavailable(
            Text(
                f"{file.name} should be a list of `key: value` lines, such as `currency: CNY`.",
                f"{file.name} 应由“键: 值”组成，例如 `currency: CNY`。",
            )
        )
    return value, faults


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`over` laid on `base`: mappings merge key by key, anything else replaces, null removes."""
    kept = dict(base)
    for key, value in over.items():
        if value is None:
            kept.pop(key, None)
        elif isinstance(value, dict) and isinstance(kept.get(key), dict):
            kept[key] = merged(kept[key], value)
        else:
            kept[key] = value
    return kept


def _text(file: File) -> str:
    """The file's text, if it is there and of a sane size."""
    try:
        if file.stat().st_size > LONGEST:
            raise Unavailable(
                Text(
                    f"{file.name} is over {LONGEST // 1000} kB; a shop is described in far less.",
                    f"{file.name} 超过 {LONGEST // 1000} KB，店铺描述不应这么大。",
                )
            )
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as fault:
        raise Unavailable(
            Text(
                f"There is no {file.name} in {file.parent}. `chestnut init` makes one, CHESTNUT_HOME names another.",
                f"{file.parent} 里没有 {file.name}。运行 `chestnut init` 可新建，或用 CHESTNUT_HOME 指定其他目录。",
            )
        ) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise Unavailable(
            Text(
                f"{file.name} cannot be read ({fault}). `chestnut init` makes a new one.",
                f"无法读取 {file.name}（{fault}）。运行 `chestnut init` 可新建一份。",
            )
        ) from fault


def _refuse_aliases(text: str, file: File) -> None:
    """Refuse what makes YAML grow or run: aliases, tags of other languages, great depth."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST or (tag or "").startswith("tag:yaml.org,2002:python"):
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise Unavailable(
                Text(
                    f"{file.name}, line {line}: aliases (`*name`), tags and deep nesting are not read; write it out.",
                    f"{file.name} 第 {line} 行：不支持别名（`*name`）、标签和过深的嵌套，请直接写出内容。",
                )
            )


def _value(node: yaml.Node, path: Path, faults: Faults) -> Plain:
    """The plain value of a node, its lines noted."""
    faults.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, faults)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, position), faults) for position, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path, faults: Faults) -> dict[str, Any]:
    """A mapping with text keys, each of them once."""
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(getattr(key_node, "value", ""))
        place = (*path, key)
        value = _value(value_node, place, faults)
        faults.lines[place] = key_node.start_mark.line + 1
        if key in mapping:
            faults.add(place, f"`{key}` is written twice here.", f"`{key}` 在此处重复。")
        mapping[key] = value
    return mapping


def _scalar(node: yaml.Node) -> Plain:
    """A text, number, truth or nothing, by the safe rules of YAML; dates stay text."""
    if node.tag == "tag:yaml.org,2002:timestamp":
        return str(node.value)
    plain: Plain = SafeConstructor().construct_object(node, deep=True)
    return plain
