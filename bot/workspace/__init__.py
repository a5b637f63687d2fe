"""A local stand-in for Slack, with a page. It knows nothing of the rest of the project."""

from bot.workspace.server import Workspace
from bot.workspace.settings import Settings

__all__ = ["Settings", "Workspace"]
