"""What the team of the sample shop watches: the rules that its demo installs, as a person would type them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Watched:
    """A rule as text, in the rule language, and the name of the channel that hears of it."""

    text: str
    channel: str


WATCH = (
    Watched("visits by channel unusual down hourly for 2 hours", "sales"),
    Watched("conversion by channel drop 50% vs 4-week average", "sales"),
    Watched("revenue behind target by 10% for 2 days recover at 5%", "sales"),
    Watched("units by brand change 15% vs 6-week average weekly for 2 weeks min 200", "sales"),
    Watched("discount rate unusual up", "sales"),
    Watched("search volume by keyword up 50% vs 4-week average for 2 days", "marketing"),
    Watched("ad spend by campaign up 50% vs 4-week average min 300", "marketing"),
    Watched("competitor sales by competitor by category up 22% vs 4-week average weekly", "marketing"),
    Watched("stock cover by product below 0.5 for 4 days min 7 units", "sales"),
    Watched("on-time delivery rate by region below 60% for 2 days recover at 75% keep 2 days", "sales"),
    Watched("refund rate by product above 20% weekly min 25 orders settle 14 days", "sales"),
    Watched("visits silent for 3 hours", "marketing"),
)
"""Every kind of rule, on what a shop loses money by. Between them they see all that is planted in the shop."""
