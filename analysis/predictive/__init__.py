"""What is to come of a series, from its own past. Importing this takes seconds: never at start."""

from analysis.predictive.forecasting import forecast
from analysis.predictive.model import Forecast, Method

__all__ = ["Forecast", "Method", "forecast"]
