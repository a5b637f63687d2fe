"""The reference of commands, buttons and events, written from the tables: `python -m handlers.reference`."""

import sys

from analysis.model import Lang
from handlers import TABLES
from handlers.tables import Command, Tables

HEAD = """\
# Commands, buttons and events

Generated from the tables in `handlers/__init__.py` by `python -m handlers.reference`; a test keeps it true.
Ids are stable: messages already posted carry them.
"""


def write(tables: Tables) -> str:
    """The whole page, as Markdown."""
    commands = "\n".join(_command(command) for command in tables.commands)
    actions = [f"| `{action.id}` | {action.help.en} | {action.help.zh} |" for action in tables.actions]
    forms = [f"| `{form.id}` | opens the form “{form.title.en}” | 打开表单“{form.title.zh}” |" for form in tables.forms]
    events = "\n".join(f"| `{event.id}` | {event.help.en} | {event.help.zh} |" for event in tables.events)
    overheard = "\n".join(f"| `{row.id}` | {row.help.en} | {row.help.zh} |" for row in tables.overheard)
    shortcuts = "\n".join(
        f"| {row.name.en} | {row.help.en} | {row.name.zh}：{row.help.zh} |" for row in tables.shortcuts
    )
    buttons = "\n".join([*actions, *forms])
    return (
        f"{HEAD}\n## Commands\n\nAnything that opens with none of these words is a question about a metric.\n\n"
        f"| id | in English | in Chinese | what it does |\n| --- | --- | --- | --- |\n{commands}\n\n"
        f"## Buttons and menus\n\n| id | does | 作用 |\n| --- | --- | --- |\n{buttons}\n\n"
        f"## In the menu of a message\n\n| entry | does | 作用 |\n| --- | --- | --- |\n{shortcuts}\n\n"
        f"## Events\n\n| Slack event | does | 作用 |\n| --- | --- | --- |\n{events}\n\n"
        f"## Overheard in channels\n\n| Slack event | does | 作用 |\n| --- | --- | --- |\n{overheard}\n"
    )


def _command(command: Command) -> str:
    english = ", ".join(f"`{word}`" for word in command.words if word.isascii())
    chinese = ", ".join(f"`{word}`" for word in command.words if not word.isascii())
    usage = f"`{command.usage.of(Lang.EN)}`"
    return f"| {command.id} | {english} | {chinese} | {usage}: {command.help.en}. {command.help.zh}。 |"


if __name__ == "__main__":
    sys.stdout.write(write(TABLES))
